#include <openssl/crypto.h>

#include "field/nickname.h"
#include "pseudo/openpseudonymiser.h"
#include "pseudo/treatment.h"
#include "stream/columns.h"
#include "stream/options.h"

void treatments_start(struct treatments *all, struct arena *arena, const struct keyfile *key,
		      const struct preamble *input)
{
	*all = (struct treatments){.arena = arena, .key = key, .input = input};
	expressions_start(&all->expressions, arena);
}

static struct treatment *place_take(struct treatments *all, enum treatment_kind kind)
{
	memory_need(&all->at, &all->capacity, all->count + 1, sizeof(*all->at));
	struct treatment *t = &all->at[all->count++];
	*t = (struct treatment){.kind = kind, .input = NO_COLUMN};
	t->declared.key = t->declared.form = TEXT_NONE;
	return t;
}

static void link_declare(struct treatments *all, struct treatment *t, const char *form,
			 struct text of)
{
	struct buffer b = {0};

	buffer_string(&b, form);
	buffer_text_add(&b, of);
	t->declared.form = text_copy(all->arena, buffer_text(&b));
	t->declared.key = text_copy(all->arena, text_of(all->key->check));
	buffer_free(&b);
}

static void form_extend(struct treatments *all, struct treatment *t, const char *with,
			struct text of)
{
	struct buffer b = {0};

	buffer_text_add(&b, t->declared.form);
	buffer_string(&b, with);
	buffer_text_add(&b, of);
	t->declared.form = text_copy(all->arena, buffer_text(&b));
	buffer_free(&b);
}

/* Names are told apart by pairs of letters, everything else by place. */
static enum bloom_features features_of(struct text type)
{
	return text_is(type, "name") || text_is(type, "text") ? BLOOM_BIGRAMS : BLOOM_POSITIONS;
}

static bool has_words(struct text type)
{
	static const char *const types[] = {"name", "full_name", "text", "address", "code"};

	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (text_is(type, types[i]))
			return true;
	return false;
}

struct treatment *treatment_add(struct treatments *all, enum treatment_kind kind, size_t input,
				const char *suffix, const char *type, enum role role)
{
	struct treatment *t = place_take(all, kind);
	const struct column *from = &all->input->columns[input];
	struct buffer name = {0};

	buffer_text_add(&name, from->name);
	buffer_string(&name, suffix);
	t->declared.name = text_copy(all->arena, buffer_text(&name));
	buffer_free(&name);
	t->declared.type = type ? text_of(type) : from->type;
	t->declared.role = role;
	t->declared.list = t->list = from->list;
	t->input = input;
	t->words = has_words(from->type);
	if (kind == TREATMENT_RID || kind == TREATMENT_TOKEN) {
		t->memory = memory_take(TREATMENT_REMEMBERED * sizeof(*t->memory));
		memset(t->memory, 0, TREATMENT_REMEMBERED * sizeof(*t->memory));
	}
	if (kind == TREATMENT_RID) {
		keyfile_mac(all->key, "rid", TEXT_NONE, &t->mac);
	} else if (kind == TREATMENT_TOKEN) {
		keyfile_mac(all->key, "token", from->name, &t->mac);
		link_declare(all, t, "token/v1/", from->name);
	} else if (kind == TREATMENT_VARIANTS) {
		if (!text_is(from->type, "name"))
			usage_fail("--variants: %.*s is of type %.*s, not name",
				   (int)from->name.length, from->name.at, (int)from->type.length,
				   from->type.at);
		variants_start(&t->variants, all->key, from->name);
		link_declare(all, t, "variants/v1/21/", from->name);
	} else if (kind == TREATMENT_BLOOM) {
		enum bloom_features features = features_of(from->type);
		bloom_start(&t->bloom, all->key, from->name, features);
		link_declare(all, t,
			     features == BLOOM_BIGRAMS ? "bloom/v2/1024/200/bigrams/"
						       : "bloom/v2/1024/200/positions/",
			     from->name);
	}
	return t;
}

/* The list of values without blanks: what partners must agree on. */
static struct text squeezed(struct arena *arena, struct text a)
{
	struct buffer b = {0};

	for (size_t i = 0; i < a.length; i++)
		if (a.at[i] != ' ')
			buffer_byte(&b, a.at[i]);
	struct text made = text_copy(arena, buffer_text(&b));
	buffer_free(&b);
	return made;
}

static void slot_check(const struct treatments *all, size_t slot, const char *option)
{
	const struct slot *s = &all->expressions.slots[slot];

	if (s->function == FUNCTION_COLUMN) {
		columns_named(all->input, all->expressions.columns[s->of], option);
		return;
	}
	slot_check(all, s->of, option);
	if (s->function == FUNCTION_ANY)
		slot_check(all, s->from, option);
}

/* Do all columns of a key exist? */
static void key_check(const struct treatments *all, const struct block_key *key, const char *option)
{
	for (size_t i = 0; i < key->count; i++)
		slot_check(all, key->slots[i], option);
}

/* Takes `:FORMAT` off the values of a digest. */
static struct text formats_take(struct treatments *all, struct treatment *t, struct text values)
{
	struct buffer b = {0};
	struct text rest = values, part;
	size_t count = 1;

	for (size_t i = 0; i < values.length; i++)
		count += values.at[i] == '+';
	t->formats = ARENA_ARRAY(all->arena, count, struct text);
	for (size_t i = 0; text_cut(&rest, '+', &part); i++) {
		struct text value;
		text_cut(&part, ':', &value);
		if (part.at && !openpseudonymiser_format_valid(part))
			usage_fail("--digest: not a format of dates, such as dd.mm.yyyy: %.*s",
				   (int)part.length, part.at);
		t->formats[i] = part.at ? part : TEXT_NONE;
		buffer_string(&b, i ? "+" : "");
		buffer_text_add(&b, value);
	}
	struct text made = text_copy(all->arena, buffer_text(&b));
	buffer_free(&b);
	return made;
}

void treatment_match(struct treatments *all, enum treatment_kind kind, struct text name,
		     struct text values)
{
	struct treatment *t = place_take(all, kind);
	bool match = kind == TREATMENT_MATCH;

	t->declared.name = name;
	t->declared.type = TEXT("token");
	t->declared.role = ROLE_LINK;
	/* Even where no value is a list, so that all sources declare it alike. */
	t->declared.list = true;
	values = squeezed(all->arena, values);
	link_declare(all, t, match ? "key/v1/" : "openpseudonymiser/", values);
	if (match)
		keyfile_mac(all->key, "key", values, &t->mac);
	else
		values = formats_take(all, t, values);
	t->key = expression_key(&all->expressions, values,
				(struct place){.file = match ? "--key" : "--digest"});
	key_check(all, &t->key, match ? "key" : "digest");
}

/* The group of the encodings of a column, or, without a name, of all that have none. */
static void within_add(struct treatments *all, struct text column, struct text value)
{
	struct block_key within =
		expression_key(&all->expressions, value, (struct place){.file = "--within"});
	bool used = false;

	key_check(all, &within, "within");
	for (size_t i = 0; i < all->count; i++) {
		struct treatment *t = &all->at[i];
		if (t->kind != TREATMENT_VARIANTS && t->kind != TREATMENT_BLOOM)
			continue;
		if (column.at && !text_equal(all->input->columns[t->input].name, column))
			continue;
		used = true;
		if (!column.at && t->within.count)
			continue;
		if (t->within.count)
			usage_fail("--within: %.*s has a group already", (int)column.length,
				   column.at);
		t->within = within;
		form_extend(all, t, "/within=", value);
		keyfile_mac(all->key, "group", t->declared.form, &t->group_mac);
	}
	if (!used && column.at)
		usage_fail("--within: there are no --variants or --bloom of %.*s",
			   (int)column.length, column.at);
	if (!used)
		usage_fail("--within is for --variants and --bloom");
}

void treatments_within(struct treatments *all, const struct string_list *lists)
{
	struct text all_others = TEXT_NONE;

	for (size_t i = 0; i < lists->count; i++) {
		struct text value = squeezed(all->arena, text_of(lists->at[i])), column;
		text_cut(&value, '=', &column);
		if (value.at)
			within_add(all, column, value);
		else if (all_others.length)
			usage_fail("--within: %s: there is one for all columns already",
				   lists->at[i]);
		else
			all_others = column;
	}
	if (all_others.length)
		within_add(all, (struct text){0}, all_others);
	for (size_t i = 0; i < all->count; i++)
		if (all->at[i].kind == TREATMENT_VARIANTS && !all->at[i].within.count)
			usage_fail("--variants needs --within VALUE, such as --within dob");
}

void treatments_step(const struct treatments *all, struct step_builder *step)
{
	for (size_t i = 0; i < all->count; i++) {
		if (all->at[i].kind == TREATMENT_VARIANTS) {
			char digest[13];
			digest_of(nickname_table(), digest);
			step_file(step, "nicknames", digest);
			return;
		}
	}
	expressions_step(step, &all->expressions, NULL);
}

void treatments_ready(struct treatments *all)
{
	const struct expressions *x = &all->expressions;

	keyfile_mac(all->key, "nobody", TEXT_NONE, &all->nobody);
	all->cells = ARENA_ARRAY(all->arena, x->column_count + 1, struct text);
	all->emptied = ARENA_ARRAY(all->arena, x->column_count + 1, bool);
	all->words = ARENA_ARRAY(all->arena, x->column_count + 1, bool);
	all->lists = ARENA_ARRAY(all->arena, x->column_count + 1, bool);
	all->values = ARENA_ARRAY(all->arena, x->slot_count + 1, struct values);
	all->inputs = ARENA_ARRAY(all->arena, x->column_count + 1, size_t);
	for (size_t i = 0; i < x->column_count; i++) {
		all->inputs[i] = preamble_find(all->input, x->columns[i]);
		all->lists[i] = all->input->columns[all->inputs[i]].list;
		all->words[i] = has_words(all->input->columns[all->inputs[i]].type);
	}
	for (size_t i = 0; i < all->count; i++)
		all->at[i].turn = ARENA_ARRAY(
			all->arena, all->at[i].key.count + all->at[i].within.count + 1, size_t);
}

void treatments_end(struct treatments *all)
{
	for (size_t i = 0; i < all->count; i++) {
		struct treatment *t = &all->at[i];
		if (t->mac.work)
			mac_end(&t->mac);
		if (t->group_mac.work)
			mac_end(&t->group_mac);
		buffer_free(&t->groups);
		if (t->memory)
			OPENSSL_cleanse(t->memory, TREATMENT_REMEMBERED * sizeof(*t->memory));
		memory_free(t->memory);
		if (t->kind == TREATMENT_BLOOM)
			bloom_end(&t->bloom);
		if (t->kind == TREATMENT_VARIANTS)
			variants_end(&t->variants);
	}
	mac_end(&all->nobody);
	memory_free(all->at);
	expressions_free(&all->expressions);
	arena_free(&all->row_arena);
	buffer_free(&all->scratch);
	buffer_free(&all->made);
	buffer_free(&all->group);
}
