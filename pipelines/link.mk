# link.mk: from files as received to published tables, as make targets. Only what
# depends on a changed file, schema, model or program is rebuilt. The same pipe as
# demo.sh; read that first.
#
#   make -f link.mk RECEIVED=DIR OUT=DIR KEY=FILE [ROUTE=blind|trusted] [ON=DATE] [-j2]
#
# RECEIVED, OUT and KEY have no blanks and no $; nightly.sh takes any path.
#
# The target errors prints who is linked and who is not, by group; ON is the day for ages.
# An OUT belongs to one route.

RECEIVED := received
OUT      := out
KEY      := key
ROUTE    := blind
ON       :=
SERVICES := school cin care gp ecds

# Make takes blanks for the end of a name, and $ for the start of a variable.
plain = $(if $(or $(findstring $$,$(value $(1))),$(word 2,x$(value $(1))x)),$(error $(1) has a blank or a $$ in its path: give another path, or call nightly.sh, which takes any))
$(foreach name,RECEIVED OUT KEY ROUTE ON,$(call plain,$(name)))

RECIPES  := $(dir $(realpath $(lastword $(MAKEFILE_LIST))))
BIN      ?= $(if $(wildcard $(RECIPES)../bin/seal),$(RECIPES)../bin,$(RECIPES)../../../libexec/jigsaw)
SCHEMAS  ?= $(RECIPES)../schemas
MODELS   ?= $(RECIPES)../models
MODEL    := $(MODELS)/children_$(ROUTE).tsv
RULES    := $(MODELS)/children_$(ROUTE)_rules.tsv
export BIN
export BASH_ENV := $(RECIPES)names.sh
export LC_ALL := C
SHELL       := /bin/bash
.SHELLFLAGS := -o pipefail -euc
.DELETE_ON_ERROR:
.SUFFIXES:
.SECONDARY:
.PHONY: all errors

R := $(OUT)/records
P := $(OUT)/private
L := $(OUT)/linker
T := $(OUT)/tables
,    := ,
made = @mkdir -p -m 700 $(OUT) $(@D)
with = $(addprefix $(BIN)/,$(1)) $(RECIPES)link.mk

all: $(P)/services.published $(P)/special_needs.published $(P)/report.tsv

# Files as received, each with its schema: columns named and typed, values in one spelling.
$(R)/census.tsv: $(RECEIVED)/pupilonroll.csv $(SCHEMAS)/school_census_pupilonroll.tsv
$(R)/census-addresses.tsv: $(RECEIVED)/addressesonroll.csv $(SCHEMAS)/school_census_addresses.tsv
$(R)/cin.tsv: $(RECEIVED)/cin.xml $(SCHEMAS)/cin_child.tsv
$(R)/cla.tsv: $(RECEIVED)/ssda903_header.csv $(SCHEMAS)/ssda903_header.tsv
# Where a child is placed for adoption must not be found by that place.
filter.cla-episodes := $(RECIPES)adopters.sh |
$(R)/cla-episodes.tsv: $(RECEIVED)/ssda903_episodes.csv $(SCHEMAS)/ssda903_episodes.tsv
$(R)/gp.tsv: $(RECEIVED)/gp.csv $(SCHEMAS)/gp_list.tsv
$(R)/ecds.tsv: $(RECEIVED)/ecds.csv $(SCHEMAS)/ecds.tsv
$(R)/%.tsv: $(call with,ingest clean seal) $(RECIPES)adopters.sh
	$(made)
	ingest -s $(filter $(SCHEMAS)/%,$^) --source $* $(filter $(RECEIVED)/%,$^) | clean | $(filter.$*) seal body -o $@ -- cat

# One row a person of a service; apart from it, what happened to them.
link.school := --keep sex,dob -c forename,dob,sex,postcode --merge upn=upn+former_upn \
               --merge surname=surname+preferred_surname+former_surname
link.cin    := --keep sex,dob,ethnicity -c local_id,dob,sex --merge upn=upn+former_upn
link.care   := --keep sex,dob,ethnicity -c local_id,upn,dob,sex --merge postcode=home_postcode+placement_postcode
link.gp     := --keep sex,dob -c nhs_number,surname,forename,dob,sex,postcode
link.ecds   := --keep sex,dob,ethnicity -c nhs_number,dob,sex,postcode
$(P)/school.identities.tsv $(P)/school.payload.tsv: $(R)/census.tsv $(R)/census-addresses.tsv
$(P)/cin.identities.tsv $(P)/cin.payload.tsv: $(R)/cin.tsv
$(P)/care.identities.tsv $(P)/care.payload.tsv: $(R)/cla.tsv $(R)/cla-episodes.tsv
$(P)/gp.identities.tsv $(P)/gp.payload.tsv: $(R)/gp.tsv
$(P)/ecds.identities.tsv $(P)/ecds.payload.tsv: $(R)/ecds.tsv
tables = $(filter $(R)/%,$^)
$(P)/%.identities.tsv $(P)/%.payload.tsv: $(call with,stack identities)
	$(made)
	$(if $(word 2,$(tables)),stack,cat) $(tables) | \
		identities --source $* $(link.$*) --payload $(P)/$*.payload.tsv -o $(P)/$*.identities.tsv

# What leaves a service: on the blind route, tokens and encodings.
# See jigsaw-blind(7): a name is alike only within a birth date, a sex and the sound of the other name.
dates        := --key 'sex_dob=known(sex)+dob' --key 'birth_month=substr(dob,1,7)' --key 'birth_day=substr(dob,6,5)'
sounds       := soundex(surname)+substr(forename$(,)1$(,)3)
born         := dob+known(sex)
names        := --variants surname,forename --within 'surname=$(born)+soundex(forename)' \
                --within 'forename=$(born)+soundex(surname)' --key 'names_month=$(sounds)+substr(dob,1,7)' \
                --key 'names_day=$(sounds)+substr(dob,6,5)' --key 'names_postcode=$(sounds)+postcode' \
                --key 'surname_postcode=soundex(surname)+$(born)+postcode' \
                --key 'forename_postcode=soundex(forename)+$(born)+postcode'
blind.school := --token upn,dob,postcode $(names)
blind.cin    := --token local_id,upn,dob
blind.care   := --token local_id,upn,dob,postcode
blind.gp     := --token nhs_number,dob,postcode $(names)
blind.ecds   := --token nhs_number,dob,postcode
blind   = pseudo -q -k "$${NIGHTLY_KEY:-$(KEY)}" $(1) $< -o $@
trusted = cp $< $@
$(L)/%.identities.tsv: $(P)/%.identities.tsv $(KEY) $(call with,pseudo)
	$(made)
	$(call $(ROUTE),$(dates) $(blind.$*))
ethnicity = $(if $(findstring ethnicity,$(link.$*)),--general ethnicity=keep)
$(L)/%.payload.tsv: $(P)/%.payload.tsv $(KEY) $(call with,pseudo)
	$(made)
	$(call $(ROUTE),--drop sex$(,)dob $(ethnicity))
# What the groups of the report are made of: not for the linker.
$(P)/%.members.tsv: $(P)/%.payload.tsv $(KEY) $(call with,pseudo)
	$(made)
	$(call $(ROUTE),--general sex=keep --general dob=month $(ethnicity))

# Who links: groups of records that share a key, pairs with their weight, persons.
$(L)/identities.tsv: $(SERVICES:%=$(L)/%.identities.tsv) $(call with,stack)
	stack $(filter $(L)/%,$^) -o $@
# Whom a service has twice comes first.
comma   := ,
space   := $(comma:,=) $(comma:,=)
doubles := $(MODELS)/duplicates$(if $(filter blind,$(ROUTE)),_blind)
$(L)/doubles.tsv: $(L)/identities.tsv $(doubles)_rules.tsv $(doubles).tsv $(call with,block compare)
	block --pairs $(subst $(space),$(comma),$(foreach s,$(SERVICES),$s:$s)) -r $(doubles)_rules.tsv -m $(doubles).tsv $< | \
		compare -m $(doubles).tsv -o $@
$(L)/persons.tsv: $(L)/identities.tsv $(L)/doubles.tsv $(RULES) $(MODEL) $(call with,block compare cluster)
	block -r $(RULES) -m $(MODEL) $< | compare -m $(MODEL) | cluster -m $(MODEL) --doubles $(L)/doubles.tsv --single school,cin,gp --one-value nhs_number --records $< -o $@

# One row a person, from what happened to each; pseudonymous at the latest from here on.
$(L)/linked.tsv: $(L)/persons.tsv $(SERVICES:%=$(L)/%.payload.tsv) $(KEY) $(call with,assemble pseudo)
	assemble --wide $< $(SERVICES:%=--payload $(L)/%.payload.tsv) \
		$(if $(filter trusted,$(ROUTE)),| pseudo -q -k "$${NIGHTLY_KEY:-$(KEY)}") -o $@

# Whom linkage misses, as far as it shows without a truth: of those whom another service should
# know too, how many it links, and in what groups the linked differ from the unlinked.
dob.trusted := dob
dob.blind   := dob_month
groups      := ethnic_group(ethnicity),sex,missing(nhs_number),missing(upn)$(if $(ON),$(,)age($(dob.$(ROUTE))))
expected    := school:gp cin:school care:cin ecds:gp
$(P)/report.tsv: $(L)/persons.tsv $(L)/identities.tsv $(SERVICES:%=$(P)/%.members.tsv) $(call with,evaluate)
	evaluate $(expected:%=--expect %) --by '$(groups)' $(if $(ON),--on $(ON)) --records $(L)/identities.tsv \
		$(SERVICES:%=--members $(P)/%.members.tsv) $< -o $@
errors: $(P)/report.tsv
	@awk -F '\t' '$$4 == "link_rate" && $$8 == "" { printf "%-22s %s (%s to %s) %s in %s\n", $$4, $$5, $$6, $$7, $$2, $$3 } \
		$$4 == "link_rate" && $$8 != "" { printf "%-22s %s (%s to %s) %s in %s, %s: %s\n", $$4, $$5, $$6, $$7, $$2, $$3, $$8, $$9 } \
		$$4 == "standardised_difference" && ($$5 >= 0.1 || $$5 <= -0.1) { \
			printf "%-22s %s %s in %s, %s: %s\n", "unlike the unlinked", $$5, $$2, $$3, $$8, $$9 }' $<

# What may be published: counts, none of them small.
by.services      := in_school,in_cin,in_care,in_gp,in_ecds
by.special_needs := sen_provision,in_cin,in_care
$(P)/%.published: $(L)/linked.tsv $(call with,tabulate suppress export) $(RECIPES)publish.sh
	$(made)
	@mkdir -p -m 700 $(T)
	$(RECIPES)publish.sh $(by.$*) $< $(P)/register.jsonl $(T)/$*
	@touch $@
