#include <stdio.h>

#include "stream/reader_internal.h"
#include "stream/receipt.h"

/* `##end rows= sum= head= trail=` and nothing else. */
static bool parse_end(struct text line, struct stream_end *end)
{
	static const char *const keys[] = {"##end", "rows=", "sum=", "head=", "trail="};
	struct text value[5] = {0}, word;
	size_t n = 0;

	while (text_cut(&line, ' ', &word)) {
		if (n == 5 || !text_starts(word, keys[n]))
			return false;
		size_t length = strlen(keys[n]);
		value[n++] = (struct text){word.at + length, word.length - length};
	}
	if (n != 5 || value[0].length || !text_u64(value[1], &end->rows) ||
	    (value[1].length > 1 && value[1].at[0] == '0') || !sum_parse(value[2], &end->sum) ||
	    value[3].length != 12 || value[4].length != 12)
		return false;
	memcpy(end->head, value[3].at, 12);
	memcpy(end->trail, value[4].at, 12);
	end->head[12] = end->trail[12] = 0;
	return true;
}

static void print_pair(struct reader *r, const char *what, uint64_t here, uint64_t there)
{
	char message[160];

	snprintf(message, sizeof message, "%llu records are here, %s names %llu",
		 (unsigned long long)here, what, (unsigned long long)there);
	reader_damage(r, message);
}

static void check_end(struct reader *r, const struct stream_end *end)
{
	char trail[13];

	digest_end(&r->trail, trail);
	if (strcmp(end->head, r->preamble.head) != 0)
		reader_damage(r, "preamble or header row altered: head differs from ##end");
	else if (strcmp(end->trail, trail) != 0)
		reader_damage(r, "trailer altered: trail differs from ##end");
	else if (r->rows != end->rows)
		print_pair(r, "##end", r->rows, end->rows);
	else if (!sum_equal(r->sum, end->sum))
		reader_damage(r, "records altered: as many as ##end says, with another sum");
}

void reader_end(struct reader *r)
{
	struct piece *piece = &r->ledger.piece;
	const struct preamble *p = &r->preamble;

	if (r->bare && p->step_count) {
		piece->is_piece = true;
		memcpy(piece->step, p->steps[p->step_count - 1].id, STEP_ID_LENGTH + 1);
		piece->index = piece->of = 0;
		piece->rows = r->rows;
		piece->sum = r->sum;
	}
	if (piece->is_piece && !r->accepts_pieces)
		fail_at(EXIT_DATA, (struct place){.file = r->path}, "piece",
			"a piece of a stream; gather the pieces with stack --whole");
	if (!p->partial)
		ledger_check(&r->ledger, p, r->rows, r->sum, r->path);
	receipt_input(r);
}

void reader_trailer(struct reader *r)
{
	struct stream_end end;
	struct text line;

	for (;;) {
		if (!reader_line(r, &line)) {
			if (!r->ended)
				reader_damage(r, "cut short: no ##end");
			return;
		}
		if (!text_starts(line, "##")) {
			reader_damage(r, "a record after the trailer has begun");
			return;
		}
		if (text_starts(line, "##end"))
			break;
		digest_add(&r->trail, line);
		digest_add(&r->trail, TEXT("\n"));
		ledger_line(&r->ledger, &r->preamble, line, reader_place(r, NULL));
	}
	if (!parse_end(line, &end)) {
		reader_damage(r, "##end is not as it should be");
		return;
	}
	check_end(r, &end);
	if (!r->ended && reader_line(r, &line))
		reader_damage(r, "bytes after ##end");
	if (r->ended)
		return;
	r->ended = true;
	reader_end(r);
}
