/*
 * The inner loop of the sieve, compiled once per kind of processor: the file
 * that includes this one defines SIEVE_BATCH, its name, and the functions
 * lanes_popcount, wide_popcount, lanes_pick, lanes_larger and lanes_bits. A
 * mask has all bits of a lane set or none. Where a test is never sure its mask
 * stays as it was made: empty.
 */

static inline lanes lanes_all(int32_t x)
{
	return (lanes){x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x};
}

static inline lanes lanes_at(const int32_t *from, size_t i)
{
	lanes x;

	memcpy(&x, from + i, sizeof x);
	return x;
}

static inline lanes *mask_may(struct sieve *s, uint16_t number)
{
	return (lanes *)s->masks + (size_t)number * 2 * SIEVE_VECTORS;
}

static inline lanes *mask_sure(struct sieve *s, uint16_t number)
{
	return mask_may(s, number) + SIEVE_VECTORS;
}

/* The values of a slot of the left record that are looked at. */
static inline size_t left_values(const struct sieve_slot *slot, size_t left)
{
	size_t count = 0;

	while (count < slot->depth && slot->at[count][SIEVE_HASH][left])
		count++;
	return count;
}

/* Where a side has more values than are looked at, anything may hold. */
static void admit_crowded(const struct sieve_slot *slot, size_t left, size_t first, size_t n,
			  lanes *may)
{
	if (!slot->crowded)
		return;
	for (size_t v = 0; v < n; v++)
		may[v] |= (lanes_at(slot->many, first + v * SIEVE_LANES) |
			   lanes_all(slot->many[left])) &
			  lanes_at(slot->present, first + v * SIEVE_LANES) &
			  lanes_all(slot->present[left]);
}

static void same_values(const struct sieve_slot *a, const struct sieve_slot *b, size_t left,
			size_t first, size_t n, lanes *may)
{
	for (size_t v = 0; v < n; v++)
		may[v] = lanes_all(0);
	for (size_t i = 0, count = left_values(a, left); i < count; i++) {
		lanes hash = lanes_all(a->at[i][SIEVE_HASH][left]);
		for (size_t k = 0; k < b->depth; k++)
			for (size_t v = 0; v < n; v++)
				may[v] |= lanes_at(b->at[k][SIEVE_HASH], first + v * SIEVE_LANES) ==
					  hash;
	}
	if (!a->crowded && !b->crowded)
		return;
	for (size_t v = 0; v < n; v++)
		may[v] |= lanes_at(b->many, first + v * SIEVE_LANES) | lanes_all(a->many[left]);
}

/* How many of the first four letters are the same, from where they differ. */
static inline lanes same_beginning(lanes differ)
{
	return -(((differ & 0xFF) == 0) + ((differ & 0xFFFF) == 0) + ((differ & 0xFFFFFF) == 0) +
		 (differ == 0));
}

static void run_letters(struct sieve *s, const struct sieve_op *op, size_t left, size_t first,
			size_t n)
{
	const struct sieve_slot *slot = &s->slots[op->slot];
	lanes holds[SIEVE_TESTS][SIEVE_VECTORS];

	for (size_t t = 0; t < op->count; t++)
		for (size_t v = 0; v < n; v++)
			holds[t][v] = lanes_all(0);
	for (size_t i = 0, count = left_values(slot, left); i < count; i++) {
		int32_t *const *of = slot->at[i];
		int32_t shape = of[SIEVE_SHAPE][left];
		const uint32_t *table = op->table + (size_t)(shape & 255) * SIEVE_ROW;
		lanes head = lanes_all(of[SIEVE_HEAD][left]), more = lanes_all(shape >> 8);
		lanes once = lanes_all(of[SIEVE_ONCE][left]);
		lanes twice = lanes_all(of[SIEVE_TWICE][left]);
		lanes thrice = lanes_all(of[SIEVE_THRICE][left]);
		for (size_t k = 0; k < slot->depth; k++) {
			int32_t *const *to = slot->at[k];
			for (size_t v = 0; v < n; v++) {
				size_t at = first + v * SIEVE_LANES;
				lanes other = lanes_at(to[SIEVE_SHAPE], at);
				lanes prefix = lanes_all(0);
				if (op->prefixed)
					prefix =
						same_beginning(lanes_at(to[SIEVE_HEAD], at) ^ head);
				lanes common =
					lanes_popcount(lanes_at(to[SIEVE_ONCE], at) & once) +
					lanes_popcount(lanes_at(to[SIEVE_TWICE], at) & twice) +
					lanes_popcount(lanes_at(to[SIEVE_THRICE], at) & thrice);
				lanes extra = other >> 8;
				common -= lanes_larger(-extra, -more);
				lanes need = lanes_pick(table, (other & 255) * 8 + prefix);
				for (size_t t = 0; t < op->count; t++)
					holds[t][v] |= common >= ((need >> (int)(8 * t)) & 255);
			}
		}
	}
	for (size_t t = 0; t < op->count; t++) {
		lanes *may = mask_may(s, op->tests[t]);
		for (size_t v = 0; v < n; v++)
			may[v] = holds[t][v];
		admit_crowded(slot, left, first, n, may);
	}
}

static void run_dates(struct sieve *s, const struct sieve_op *op, size_t left, size_t first,
		      size_t n)
{
	const struct sieve_slot *slot = &s->slots[op->slot];
	lanes *may = mask_may(s, op->to), *sure = mask_sure(s, op->to);

	for (size_t v = 0; v < n; v++)
		may[v] = lanes_all(0);
	for (size_t i = 0, count = left_values(slot, left); i < count; i++) {
		int32_t days = slot->at[i][SIEVE_DAYS][left];
		lanes date = lanes_all(slot->at[i][SIEVE_DATE][left]);
		if (days == NO_DAYS)
			continue;
		for (size_t k = 0; k < slot->depth; k++) {
			for (size_t v = 0; v < n; v++) {
				size_t at = first + v * SIEVE_LANES;
				lanes other = lanes_at(slot->at[k][SIEVE_DAYS], at);
				if (op->kind == SIEVE_DAY_MONTH) {
					may[v] |= (lanes_at(slot->at[k][SIEVE_EXCHANGED], at) ==
						   date) &
						  (other != lanes_all(days));
					continue;
				}
				may[v] |= (other <= lanes_all(days + op->limit)) &
					  (other >= lanes_all(days - op->limit)) &
					  (other != lanes_all(NO_DAYS));
			}
		}
	}
	for (size_t v = 0; v < n; v++)
		sure[v] = may[v];
	admit_crowded(slot, left, first, n, may);
}

/* How many bits are set in both of two encodings, for sixteen pairs. */
static inline lanes common_bits(const struct sieve *s, const uint64_t *of, size_t words,
				size_t left, const uint64_t *to, size_t at)
{
	wide low = {0}, high = {0};

	for (size_t w = 0; w < words; w++) {
		uint64_t mine = of[w * s->padded + left];
		wide bits = {mine, mine, mine, mine, mine, mine, mine, mine}, x, y;
		memcpy(&x, to + w * s->padded + at, sizeof x);
		memcpy(&y, to + w * s->padded + at + 8, sizeof y);
		low += wide_popcount(x & bits);
		high += wide_popcount(y & bits);
	}
	return lanes_join(low, high);
}

static void run_dice(struct sieve *s, const struct sieve_op *op, size_t left, size_t first,
		     size_t n)
{
	const struct sieve_slot *slot = &s->slots[op->slot];

	for (size_t t = 0; t < op->count; t++)
		for (size_t v = 0; v < n; v++)
			mask_may(s, op->tests[t])[v] = lanes_all(0);
	for (size_t i = 0, count = left_values(slot, left); i < count; i++) {
		int32_t set = slot->at[i][SIEVE_SET][left];
		if (set < 0)
			continue;
		for (size_t k = 0; k < slot->depth; k++) {
			for (size_t v = 0; v < n; v++) {
				size_t at = first + v * SIEVE_LANES;
				lanes other = lanes_at(slot->at[k][SIEVE_SET], at);
				lanes there = other >= lanes_all(0);
				lanes common = common_bits(s, slot->word[i], slot->words, left,
							   slot->word[k], at);
				for (size_t t = 0; t < op->count; t++) {
					const uint32_t *table = op->table + t * SIEVE_SUMS + set;
					mask_may(s, op->tests[t])[v] |=
						(common >= lanes_pick(table, other & there)) &
						there;
				}
			}
		}
	}
	for (size_t t = 0; t < op->count; t++) {
		lanes *may = mask_may(s, op->tests[t]), *sure = mask_sure(s, op->tests[t]);
		for (size_t v = 0; v < n; v++)
			sure[v] = may[v];
		admit_crowded(slot, left, first, n, may);
	}
}

static void run_test(struct sieve *s, const struct sieve_op *op, size_t left, size_t first,
		     size_t n)
{
	const struct sieve_slot *slot = &s->slots[op->slot], *other = &s->slots[op->other];
	lanes *may = mask_may(s, op->to), *sure = mask_sure(s, op->to), back[SIEVE_VECTORS];

	if (op->kind == SIEVE_EXACT) {
		same_values(slot, slot, left, first, n, may);
	} else if (op->kind == SIEVE_SWAPPED) {
		same_values(slot, other, left, first, n, may);
		same_values(other, slot, left, first, n, back);
		for (size_t v = 0; v < n; v++)
			may[v] &= back[v];
	} else if (op->kind == SIEVE_MISSING) {
		for (size_t v = 0; v < n; v++)
			may[v] = sure[v] = ~(lanes_at(slot->present, first + v * SIEVE_LANES) &
					     lanes_all(slot->present[left]));
	} else if (op->kind == SIEVE_UNKNOWN) {
		for (size_t v = 0; v < n; v++)
			may[v] = lanes_all(-1);
	} else {
		for (size_t v = 0; v < n; v++)
			may[v] = lanes_at(slot->present, first + v * SIEVE_LANES) &
				 lanes_all(slot->present[left]);
	}
}

/* Of a missing value neither a test nor its denial holds. */
static void run_denial(struct sieve *s, const struct sieve_op *op, size_t left, size_t first,
		       size_t n)
{
	const struct sieve_slot *slot = &s->slots[op->slot];
	lanes *may = mask_may(s, op->to), *sure = mask_sure(s, op->to);
	const lanes *a = mask_may(s, op->left), *sure_a = mask_sure(s, op->left);

	for (size_t v = 0; v < n; v++) {
		lanes decided = lanes_all(-1);
		if (op->decided == DECIDED_PRESENT)
			decided = lanes_at(slot->present, first + v * SIEVE_LANES) &
				  lanes_all(slot->present[left]);
		may[v] = ~sure_a[v] & decided;
		if (op->decided != DECIDED_NEVER)
			sure[v] = ~a[v] & decided;
	}
}

static void run_logic(struct sieve *s, const struct sieve_op *op, size_t n)
{
	lanes *may = mask_may(s, op->to), *sure = mask_sure(s, op->to);
	const lanes *a = mask_may(s, op->left), *sure_a = mask_sure(s, op->left);
	const lanes *b = mask_may(s, op->right), *sure_b = mask_sure(s, op->right);

	for (size_t v = 0; v < n; v++) {
		if (op->kind == SIEVE_AND) {
			may[v] = a[v] & b[v];
			sure[v] = sure_a[v] & sure_b[v];
		} else {
			may[v] = a[v] | b[v];
			sure[v] = sure_a[v] | sure_b[v];
		}
	}
}

void SIEVE_BATCH(struct sieve *s, size_t left, size_t first, size_t n, uint64_t *keep)
{
	lanes rules[SIEVE_VECTORS], open[SIEVE_VECTORS], most[SIEVE_VECTORS], weight[SIEVE_VECTORS];
	uint64_t kept = 0;
	bool hopeless;

	for (size_t v = 0; v < n; v++) {
		rules[v] = most[v] = lanes_all(0);
		open[v] = lanes_all(-1);
		weight[v] = lanes_all(s->base);
	}
	for (size_t i = 0; i < s->op_count; i++) {
		const struct sieve_op *op = &s->ops[i];
		switch (op->kind) {
		case SIEVE_UNKNOWN:
		case SIEVE_PRESENT:
		case SIEVE_EXACT:
		case SIEVE_MISSING:
		case SIEVE_SWAPPED:
			run_test(s, op, left, first, n);
			break;
		case SIEVE_LETTERS:
			run_letters(s, op, left, first, n);
			break;
		case SIEVE_DATE_DIFF:
		case SIEVE_DAY_MONTH:
			run_dates(s, op, left, first, n);
			break;
		case SIEVE_DICE:
			run_dice(s, op, left, first, n);
			break;
		case SIEVE_NOT:
			run_denial(s, op, left, first, n);
			break;
		case SIEVE_AND:
		case SIEVE_OR:
			run_logic(s, op, n);
			break;
		case SIEVE_RULE:
			for (size_t v = 0; v < n; v++)
				rules[v] |= mask_may(s, op->left)[v];
			break;
		case SIEVE_LEVEL:
			for (size_t v = 0; v < n; v++) {
				lanes holds = open[v] & mask_may(s, op->left)[v];
				most[v] = lanes_larger(most[v], holds & lanes_all(op->weight));
				if (op->settles)
					open[v] &= ~mask_sure(s, op->left)[v];
			}
			break;
		case SIEVE_ELSE:
			hopeless = true;
			for (size_t v = 0; v < n; v++) {
				weight[v] += lanes_larger(most[v], open[v] & lanes_all(op->weight));
				most[v] = lanes_all(0);
				open[v] = lanes_all(-1);
				hopeless = hopeless &&
					   !lanes_bits(rules[v] |
						       (weight[v] >=
							lanes_all(s->threshold - op->rest)));
			}
			if (hopeless) {
				*keep = 0;
				return;
			}
			break;
		}
	}
	for (size_t v = 0; v < n; v++)
		kept |= (uint64_t)lanes_bits(rules[v] | (weight[v] >= lanes_all(s->threshold)))
			<< (v * SIEVE_LANES);
	*keep = kept;
}
