# Jigsaw: small filters that link records about children. `make help` lists the targets.
# Modes: DEBUG=1 (for a debugger), SAN=1 (address and undefined behaviour sanitizers). CC=clang works too.

VERSION := 0.1.0
PREFIX  := /usr/local
# Debian 12 packages: PACKAGES to build and test, WORKSHOP for lint, all three lists for check-all.
PACKAGES := gcc libc6-dev libarchive-dev zlib1g-dev libexpat1-dev libssl-dev libxxhash-dev libutf8proc-dev \
            libjansson-dev openssl bats bats-support bats-assert bats-file parallel python3 python3-xxhash zip gzip bzip2 xz-utils zstd time
# A browser for the page of review. Some nodejs packages include npm, others do not.
BROWSER := chromium nodejs $(if $(shell command -v npm),,npm)
WORKSHOP := clang clang-format libclang-rt-14-dev shellcheck mandoc bsdextrautils valgrind

MODE    := $(if $(FUZZ),fuzz,$(if $(SAN),san,$(if $(DEBUG),debug,release)))
BUILD   := build/$(MODE)
BIN     := $(if $(filter release,$(MODE)),bin,$(BUILD)/bin)
CC      := $(if $(FUZZ),clang,gcc)
,       := ,
WARN    := -Wall -Wextra -Wconversion -Wshadow -Wswitch-enum -Wvla -Wstrict-prototypes -Wmissing-prototypes -Wno-psabi -Werror
WATCH   := -g -O1 -fno-omit-frame-pointer -fno-sanitize-recover=all -fsanitize=address$(,)undefined
HARDEN  := -g -O2 -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fstack-clash-protection -fPIE
MODEFLAGS := $(if $(FUZZ),$(WATCH)$(,)fuzzer-no-link,$(if $(SAN),$(WATCH),$(if $(DEBUG),-g -O1,$(HARDEN))))
CFLAGS  := -std=c11 -D_GNU_SOURCE -Ifilters/lib -ffp-contract=off $(WARN) $(MODEFLAGS)
LDFLAGS := $(if $(SAN)$(FUZZ)$(DEBUG),,-pie -Wl$(,)-z$(,)relro$(,)-z$(,)now -Wl$(,)-z$(,)noexecstack) -Wl,--as-needed
LDLIBS  := -larchive -lz -lexpat -lcrypto -lutf8proc -ljansson -lm

FILTERS := $(patsubst filters/%.c,%,$(wildcard filters/*.c))
LIBOBJ  := $(patsubst filters/%.c,$(BUILD)/%.o,$(wildcard filters/lib/*/*.c))
UNITS   := $(patsubst tests/unit/%.c,$(BUILD)/units/%,$(wildcard tests/unit/*/*.c))
FUZZERS := $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,$(wildcard tests/fuzz/*.c))
SHARE   := $(DESTDIR)$(PREFIX)/share
SUB     := @$(MAKE) --no-print-directory
# Prints what is built; V=1 prints the commands themselves, make -s nothing.
silent  := $(findstring s,$(firstword -$(MAKEFLAGS)))
say      = $(if $(V),,@$(if $(silent),,echo '$(1)	$@';))

.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: all help deps demo check check-all lint bench check-splink bench-linkage bench-ingest bench-accuracy bench-blind bench-encodings fuzz install clean units unit-programs fuzzers FORCE

all: $(addprefix $(BIN)/,$(FILTERS)) ## Build every filter into bin/

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-16s %s\n", $$1, $$2 }' Makefile

deps: ## Install missing Debian packages
	@tests/run/deps.sh $(PACKAGES)

demo: deps ## Link artificial children from five sources and print the match report
	$(SUB) -j2 all
	@pipelines/demo.sh --out build/demo

check: deps ## Run the unit tests and the bats suite; ends with `N passed, N failed`
	$(SUB) -j2 all unit-programs
	@BIN=$(abspath $(BIN)) MODE=$(MODE) tests/run/check.sh $(UNITS) $(wildcard tests/filters/*.bats tests/promises/*.bats)

check-all: ## The slow checks: check, sanitizers, valgrind, fuzzers, a browser, other compilers
	@tests/run/deps.sh $(PACKAGES) $(WORKSHOP) $(BROWSER)
	@tests/run/check_all.sh

check-splink: deps ## Models, rules and random conditions against Splink and DuckDB (fetched into build/)
	$(SUB) all
	@tests/run/splink.sh

lint: ## Format, shell scripts, man pages, layering, sizes
	@tests/run/deps.sh $(PACKAGES) $(WORKSHOP)
	@tests/run/lint.sh

bench: deps ## Speed and memory, one line per figure: name, ours, theirs, ratio, goal, met or short
	$(SUB) all
	@s=0; for b in $(filter-out tests/bench/blind.sh tests/bench/accuracy.sh,$(wildcard tests/bench/*.sh)); do $$b || s=1; done; exit $$s

bench-linkage: deps ## Weights, speed and memory compared with Splink 5 (fetched into build/)
	$(SUB) all
	@s=0; for b in tests/bench/linkage.sh tests/bench/whole.sh; do $$b || s=1; done; exit $$s

bench-ingest: deps ## Reading compared with DuckDB, expat and a bare read, hash and write (fetched into build/)
	$(SUB) all
	@s=0; for b in $(wildcard tests/bench/ingest.sh tests/bench/workbook.sh); do $$b || s=1; done; exit $$s

bench-blind: deps ## What is read of names in what leaves on the blind route (numpy and scipy fetched into build/)
	$(SUB) all
	@tests/bench/blind.sh

bench-accuracy: deps ## Persons of public test sets, by the manual with nothing set, beside Splink 5 (fetched into build/)
	@tests/run/deps.sh python3-venv
	$(SUB) all
	@tests/bench/accuracy.sh

bench-encodings: deps ## Encodings of names, made and compared, beside clkhash and anonlink (fetched into build/)
	@tests/run/deps.sh python3-venv
	$(SUB) all
	@tests/bench/encodings.sh

fuzz: ## Run every fuzzer for FUZZ_SECONDS (60)
	$(SUB) -j2 FUZZ=1 fuzzers
	@tests/run/fuzz.sh $(or $(FUZZ_SECONDS),60)

install: all ## Install under $(DESTDIR)$(PREFIX); only `jigsaw` goes on PATH
	install -D -t $(DESTDIR)$(PREFIX)/bin bin/jigsaw
	install -D -t $(DESTDIR)$(PREFIX)/libexec/jigsaw $(addprefix bin/,$(filter-out jigsaw,$(FILTERS)))
	install -D -m 644 -t $(SHARE)/man/man7 filters/*.7
	for f in filters/*.1; do install -D -m 644 $$f $(SHARE)/man/man1/jigsaw-$${f##*/}; done
	find schemas models -type f -exec install -D -m 644 {} $(SHARE)/jigsaw/{} \;
	install -D -m 644 filters/lib/synth/rates.tsv $(SHARE)/jigsaw/synth_rates.tsv
	install -D -t $(SHARE)/jigsaw/pipelines pipelines/*.sh && install -m 644 -t $(SHARE)/jigsaw/pipelines pipelines/*.mk

clean: ## Remove what was built
	rm -rf build
	find bin -type f ! -name .gitignore -delete

$(BIN)/%: $(BUILD)/%.o $(BUILD)/libjigsaw.a
	@mkdir -p $(@D)
	$(call say,LINK)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/libjigsaw.a: $(LIBOBJ)
	@rm -f $@
	$(call say,AR)ar rcs $@ $^

$(BUILD)/%.o: filters/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC)$(CC) $(CFLAGS) -DJIGSAW_VERSION='"$(VERSION)"' -MMD -MP -c -o $@ $<

$(BUILD)/units/%: tests/unit/%.c $(BUILD)/libjigsaw.a $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,LINK)$(CC) $(CFLAGS) -Itests/unit -MMD -MP $(LDFLAGS) -o $@ $< $(BUILD)/libjigsaw.a $(LDLIBS)

$(BUILD)/fuzz/%: tests/fuzz/%.c $(BUILD)/libjigsaw.a $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,LINK)$(CC) $(CFLAGS) -MMD -MP $(LDFLAGS) -Itests/unit -fsanitize=fuzzer -o $@ $< $(BUILD)/libjigsaw.a $(LDLIBS)

unit-programs: $(UNITS)
fuzzers: $(FUZZERS)
units: unit-programs
	@for u in $(UNITS); do $$u || exit 1; done

# These files are built into objects by base/embed.h, which -MMD does not see.
$(BUILD)/lib/synth/likelihoods.o: filters/lib/synth/rates.tsv
$(BUILD)/lib/field/nickname.o: schemas/names/nicknames.tsv
$(BUILD)/lib/field/ethnicity.o: schemas/codes/ethnicity.tsv
$(BUILD)/lib/field/ethnicity_words.o: schemas/names/ethnicity_words.tsv
$(BUILD)/lib/field/la.o: schemas/codes/la.tsv
$(BUILD)/lib/review/review_page.o: filters/lib/review/review_page.html

# Rebuilds everything when the compiler or its flags change.
$(BUILD)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(CC) $(CFLAGS) $(LDFLAGS) $(VERSION)' | cmp -s - $@ || echo '$(CC) $(CFLAGS) $(LDFLAGS) $(VERSION)' > $@

-include $(wildcard $(BUILD)/*.d $(BUILD)/lib/*/*.d $(BUILD)/units/*/*.d $(BUILD)/fuzz/*.d)
