#ifndef JIGSAW_SYNTH_RECORDS_H
#define JIGSAW_SYNTH_RECORDS_H

#include "stream/writer.h"
#include "synth/population.h"

/*
 * Writes the records that services hold about artificial children, in the formats
 * in which they are received, and the truth about them. Each extract has its own
 * order, which reveals nothing about families.
 */

struct records {
	struct population *p;
	const char *directory;
	struct output truth, canaries;
	uint32_t *marked; /* the persons who are canaries, ascending */
	size_t marked_count;
	struct arena arena; /* names of files */
	uint64_t total;     /* records written to all extracts */
	unsigned occasion;  /* of those that a person has in an extract, the number, from 0 */
	struct buffer forename, middle, surname, path;
	struct buffer id; /* the source's own number for the child, for record_truth() */
};

/* Opens truth.tsv in the directory, which must exist; columns rid, person,
 * family, birth, forbidden. rid is SOURCE:N, N the number of the record in its
 * file; forbidden is the same for the two persons of one adoption. With
 * canaries, that many persons are drawn, and canaries.tsv lists the records of
 * them: rid, source, local_id (the source's own), nhs_number, upn. */
void records_start(struct records *w, struct population *p, const char *directory,
		   uint64_t canaries);
/* All files get their names here: a run that fails leaves none. */
void records_end(struct records *w);

/* pupilonroll.csv, addressesonroll.csv, fsmperiodsonroll.csv,
 * senneedsonroll.csv, termlyexclusionsonroll.csv: the school census as COLLECT
 * exports it, autumn titles, joined on pupilonrolltableid. Source census.
 * pupilnolongeronroll.csv, addressesoffroll.csv: who has left. Source leavers. */
void records_census(struct records *w);
/* birth_notifications.csv: what a maternity unit sends when a child is born, of
 * ten years; births.csv: the same births as registered. Sources notifications,
 * births. */
void records_births(struct records *w);
/* deaths.csv: registered deaths with names. Source deaths. */
void records_deaths(struct records *w);
/* chis.csv and visits.csv: children under five on a child health information
 * system, and their health visitors' reviews. Sources chis, visits. */
void records_chis(struct records *w);
/* csds_cyp001_mpi.csv, csds_cyp101_referral.csv: community services, no names.
 * The truth is about the first. Source csds. */
void records_csds(struct records *w);
/* hes_apc.csv: episodes of admitted patients, pseudonymised as NHS England
 * releases them. Source hes. */
void records_hes(struct records *w);
/* sen2.xml: persons to 25 with an education, health and care plan or a request
 * for one: names, postcode, UPN, ULN. Source sen2. */
void records_sen2(struct records *w);
/* ehe.csv: the register of children in elective home education. Source ehe. */
void records_ehe(struct records *w);
/* cin.xml: the children in need census. No names, no postcode. Source cin. */
void records_cin(struct records *w);
/* ssda903_header.csv, ssda903_episodes.csv and the modules of records_care.h:
 * children looked after. The truth is about the header. Source cla. */
void records_cla(struct records *w);
/* gp.csv: a list of registered patients with names and NHS numbers. Source gp. */
void records_gp(struct records *w);
/* ecds.csv: emergency attendances without names. Source ecds. */
void records_ecds(struct records *w);

/* areas.csv: the small area and the deprivation tenth of each postcode sector.
 * Not about persons, and not in the truth. */
void records_areas(struct records *w);

#endif
