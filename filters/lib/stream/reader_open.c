#include <fcntl.h>
#include <unistd.h>

#include "stream/policy.h"
#include "stream/reader_internal.h"

size_t reader_buffer_size = (size_t)256 << 10;

static const struct common defaults;

static void open_input(struct reader *r, const char *path, const struct common *common)
{
	*r = (struct reader){.path = path, .common = common ? common : &defaults, .fd = 0};
	r->accepts_pieces = policy_piecewise(text_of(error_program()));
	if (path) {
		r->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
		if (r->fd < 0)
			fail_errno(EXIT_IO, "%s", path);
	}
	reader_widen(r, reader_buffer_size);
	if (r->common->receipt)
		digest_start(&r->file_digest);
}

static void begin_records(struct reader *r)
{
	r->ends = ARENA_ARRAY(&r->arena, r->preamble.column_count, uint32_t);
	ledger_start(&r->ledger, &r->arena);
	digest_start(&r->trail);
}

static void read_preamble(struct reader *r)
{
	struct text line;

	preamble_reader_start(&r->lines, &r->preamble, &r->arena, r->path);
	do {
		if (!reader_line(r, &line))
			fail_at(EXIT_DATA, reader_place(r, NULL), "unsealed",
				r->line_number
					? "ends within the preamble"
					: "empty, not even a preamble; see jigsaw seal adopt");
	} while (preamble_reader_line(&r->lines, line));
	begin_records(r);
	if (r->preamble.partial && !r->common->partial)
		fail_at(EXIT_DATA, reader_place(r, NULL), "partial",
			"marked as partial; --partial accepts it");
	r->preamble.partial = r->preamble.partial || r->common->partial;
}

void reader_open_side(struct reader *r, const char *path, const struct common *common)
{
	open_input(r, path, common);
	read_preamble(r);
}

void reader_open_seal(struct reader *r, const char *path, const struct common *common)
{
	reader_open_side(r, path, common);
	r->accepts_pieces = true;
	reader_drain(r);
	const struct preamble *p = &r->preamble;
	const struct count *c =
		p->step_count ? ledger_find(&r->ledger, p->steps[p->step_count - 1].id) : NULL;
	if (c) {
		r->rows = c->written;
		r->sum = c->sum;
	}
}

void reader_open_piece(struct reader *r, const char *path, const struct common *common,
		       const struct reader *first)
{
	static const char start[] = "##jigsaw ";

	open_input(r, path, common);
	while (r->end < sizeof start && reader_fill(r))
		;
	if (text_starts((struct text){r->buffer, r->end}, start)) {
		read_preamble(r);
	} else {
		preamble_copy(&r->preamble, &first->preamble);
		memcpy(r->preamble.head, first->preamble.head, sizeof r->preamble.head);
		begin_records(r);
	}
	r->accepts_pieces = true;
}

void reader_open(struct reader *r, const char *path, const struct common *common)
{
	if (!common || !common->preamble) {
		reader_open_side(r, path, common);
		return;
	}
	struct reader seal;
	reader_open_seal(&seal, common->preamble, common);
	open_input(r, path, common);
	r->bare = true;
	/* The seal's arena goes over to this reader: it owns the preamble. */
	r->arena = seal.arena;
	r->preamble = seal.preamble;
	r->preamble.arena = &r->arena;
	r->ledger = seal.ledger;
	r->ledger.arena = &r->arena;
	r->ends = ARENA_ARRAY(&r->arena, r->preamble.column_count, uint32_t);
	seal.arena = (struct arena){0};
	reader_close(&seal);
}

void reader_close(struct reader *r)
{
	if (r->fd > 0)
		close(r->fd);
	memory_free(r->buffer);
	if (r->lines.digest.state)
		digest_end(&r->lines.digest, (char[13]){0});
	if (r->trail.state)
		digest_end(&r->trail, (char[13]){0});
	if (r->file_digest.state)
		digest_end(&r->file_digest, (char[13]){0});
	arena_free(&r->arena);
	*r = (struct reader){.ended = true, .fd = -1};
}
