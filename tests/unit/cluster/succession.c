/* Random refreshes against a method that counts votes pair by pair and picks the strongest again
 * and again; and what must hold of any refresh. */

#include "cluster/succession.h"
#include "random.h"
#include "test.h"

enum { NODES = 20, KEYS = 14, FORMER = 6, ROUNDS = 3000 };

static struct universe universe;
static uint32_t key_of[NODES], second_key[NODES], former_of[KEYS];
static struct sum ids[FORMER];

static void print_key(struct buffer *b, uint32_t key)
{
	buffer_reset(b);
	buffer_string(b, "a\tlocal_id\t");
	buffer_u64(b, key);
}

static uint32_t votes_of(const struct persons *p, uint32_t former, uint32_t label)
{
	uint32_t votes = 0;

	for (uint32_t i = 0; i < NODES; i++)
		votes += p->labels[i] == label &&
			 ((key_of[i] < KEYS && former_of[key_of[i]] == former) ||
			  (second_key[i] < KEYS && former_of[second_key[i]] == former));
	return votes;
}

/* The heir of each former person: of all pairs with neither taken, the strongest first. */
static void naive(struct persons *p, uint32_t heir[FORMER])
{
	bool taken[NODES] = {false};

	for (uint32_t f = 0; f < FORMER; f++)
		heir[f] = NO_IDENTITY;
	for (;;) {
		uint32_t best = 0, of = 0, to = 0;
		for (uint32_t f = 0; f < FORMER; f++)
			for (uint32_t n = 0; n < NODES; n++) {
				uint32_t votes = p->labels[n] == n ? votes_of(p, f, n) : 0;
				if (heir[f] != NO_IDENTITY || taken[n] || votes < best || !votes)
					continue;
				int order = votes > best ? -1 : person_id_compare(ids[f], ids[of]);
				if (!order)
					order = person_id_compare(
						persons_hash(p, n, TEXT("salt")),
						persons_hash(p, to, TEXT("salt")));
				if (order >= 0)
					continue;
				best = votes;
				of = f;
				to = n;
			}
		if (!best)
			return;
		heir[of] = to;
		taken[to] = true;
	}
}

static uint64_t kept, split, merged, retired;

static void refresh(void)
{
	struct succession s = {0};
	struct components c;
	struct persons p;
	struct buffer text = {0}, id = {0};
	uint32_t heir[FORMER];

	buffer_string(&s.salt, "salt");
	for (uint32_t f = 0; f < FORMER; f++)
		ids[f] = (struct sum){random_below(1 << 30), (uint64_t)f << 32};
	for (uint32_t k = 0; k < KEYS; k++) {
		former_of[k] = random_below(FORMER + 2);
		print_key(&text, k);
		buffer_reset(&id);
		if (former_of[k] >= FORMER)
			continue;
		person_id_print(&id, ids[former_of[k]]);
		check(succession_former(&s, buffer_text(&text), buffer_text(&id), true), "former");
		check(!succession_former(&s, buffer_text(&text), buffer_text(&id), true), "twice");
	}
	for (uint32_t i = 0; i < NODES; i++) {
		key_of[i] = random_below(KEYS + 3);
		second_key[i] = random_below(3 * KEYS);
		for (int which = 0; which < 2; which++) {
			print_key(&text, which ? second_key[i] : key_of[i]);
			if (which ? second_key[i] < KEYS : key_of[i] < KEYS)
				succession_claim(&s, buffer_text(&text), i);
		}
	}
	components_start(&c, NODES);
	for (uint32_t i = random_below(NODES); i; i--)
		components_join(&c, random_below(NODES), random_below(NODES));
	persons_start(&p, &c, &universe);
	succession_settle(&s, &p);
	naive(&p, heir);
	for (uint32_t f = 0; f < s.ids.count; f++) {
		uint32_t which = 0;
		while (person_id_compare(ids[which], s.former[f].id))
			which++;
		check(s.former[f].heir == heir[which], "heir");
		bool seen = false;
		for (uint32_t n = 0; n < NODES; n++)
			seen = seen || (p.labels[n] == n && votes_of(&p, which, n));
		check(s.former[f].seen == seen, "seen");
		check((s.former[f].absorbed != NO_IDENTITY) == seen, "absorbed");
		struct sum now = succession_now(&s, &p, f);
		if (heir[which] != NO_IDENTITY || !seen)
			check(person_id_compare(now, ids[which]) == 0, "an id that is kept");
		kept += heir[which] != NO_IDENTITY;
		retired += !seen;
		merged += seen && heir[which] == NO_IDENTITY;
	}
	for (uint32_t n = 0; n < NODES; n++) {
		size_t count;
		if (!persons_is_label(&p, n))
			continue;
		const struct overlap *o = succession_of(&s, n, &count);
		bool inherits = count && s.former[o->former].heir == n;
		check(person_id_compare(succession_id(&s, &p, n),
					inherits ? s.former[o->former].id
						 : persons_hash(&p, n, TEXT("salt"))) == 0,
		      "id");
		split += count && !inherits;
		for (uint32_t m = 0; m < n; m++)
			check(!persons_is_label(&p, m) ||
				      person_id_compare(succession_id(&s, &p, m),
							succession_id(&s, &p, n)),
			      "two persons with one id");
	}
	persons_free(&p);
	succession_free(&s);
	buffer_free(&text);
	buffer_free(&id);
}

int main(void)
{
	struct buffer rid = {0};
	struct sum id;

	random_state = 11;
	for (uint32_t i = 0; i < NODES; i++) {
		buffer_reset(&rid);
		buffer_string(&rid, "a:");
		buffer_u64(&rid, i * 7 % NODES);
		roster_add(&universe.rids, buffer_text(&rid), NULL);
	}
	check(!person_id_parse(TEXT("0123456789abcdef0123456"), &id), "a short id");
	check(!person_id_parse(TEXT("0123456789abcdef0123456g"), &id), "no digit");
	for (int i = 0; i < ROUNDS; i++)
		refresh();
	check(kept > 1000 && split > 1000 && merged > 1000 && retired > 100, "what hardly came up");
	buffer_free(&rid);
	universe_free(&universe);
	return 0;
}
