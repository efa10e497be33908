#ifndef JIGSAW_STREAM_TYPES_H
#define JIGSAW_STREAM_TYPES_H

#include "stream/preamble.h"

/*
 * What a column may be by its type (jigsaw(7), "Types"): the least role that it
 * must have among records, and whether it may be a dimension of a table. So nobody
 * makes a number of the NHS harmless by declaring it so. A type that is not here is
 * one of foreign stages: of any role, and never a dimension.
 */

/* Type, the least role, may it be a dimension? In the order of the manual. */
#define TYPES(TYPE)                                                                                \
	TYPE(nhs_number, DIRECT, false)                                                            \
	TYPE(upn, DIRECT, false)                                                                   \
	TYPE(uln, DIRECT, false)                                                                   \
	TYPE(name, DIRECT, false)                                                                  \
	TYPE(full_name, DIRECT, false)                                                             \
	TYPE(address, DIRECT, false)                                                               \
	TYPE(telephone, DIRECT, false)                                                             \
	TYPE(email, DIRECT, false)                                                                 \
	TYPE(rid, KEY, false)                                                                      \
	TYPE(token, LINK, false)                                                                   \
	TYPE(bloom, LINK, false)                                                                   \
	TYPE(variants, LINK, false)                                                                \
	TYPE(hash, LINK, false)                                                                    \
	TYPE(postcode, QUASI, false)                                                               \
	TYPE(sector, QUASI, true)                                                                  \
	TYPE(outcode, QUASI, true)                                                                 \
	TYPE(sex, QUASI, true)                                                                     \
	TYPE(stated_gender, QUASI, true)                                                           \
	TYPE(ethnicity, QUASI, true)                                                               \
	TYPE(age, QUASI, true)                                                                     \
	TYPE(la, SENSITIVE, true)                                                                  \
	TYPE(date, PLAIN, false)                                                                   \
	TYPE(datetime, PLAIN, false)                                                               \
	TYPE(month, PLAIN, true)                                                                   \
	TYPE(year, PLAIN, true)                                                                    \
	TYPE(time, PLAIN, false)                                                                   \
	TYPE(id, PLAIN, false)                                                                     \
	TYPE(text, PLAIN, false)                                                                   \
	TYPE(decimal, PLAIN, false)                                                                \
	TYPE(probability, PLAIN, false)                                                            \
	TYPE(code, PLAIN, true)                                                                    \
	TYPE(boolean, PLAIN, true)                                                                 \
	TYPE(flag, PLAIN, true)                                                                    \
	TYPE(integer, PLAIN, true)                                                                 \
	TYPE(count, PLAIN, true)                                                                   \
	TYPE(weight, PLAIN, true)                                                                  \
	TYPE(source, PLAIN, true)

/* May a stream of this level have the column? Records have no dimension or measure, tables nothing
 * else; what is pseudonymised has nothing direct; a type has its least role or a stricter one,
 * and a birth date (a date, month or year named `dob`, `birth`, or with one of them as a word)
 * is at least quasi. If not, appends what is wrong. */
bool column_allowed(const struct column *column, enum level level, struct buffer *why);
/* Fails with `status` at `place`, whose column is set here, unless it is allowed. */
void column_check(const struct column *column, enum level level, enum exit_code status,
		  struct place place);
/* May a column of records be a dimension of a table? Not one that says who somebody is (role key,
 * entity, direct, link), nor an exact number or month that helps to (quasi). */
bool column_groups(const struct column *column);
/* Is the value one of a few that everybody knows, so that a table may name it however few
 * persons have it? Those are the letters and digits of sexes, flags and booleans. */
bool value_is_known(struct text type, struct text value);

#endif
