#ifndef JIGSAW_SYNTH_LIKELIHOODS_H
#define JIGSAW_SYNTH_LIKELIHOODS_H

#include "base/text.h"

/*
 * The rates of events in the lives of artificial children and of errors in their
 * records: filters/lib/synth/rates.tsv (columns rate, value, source), which is built
 * into the library. Each is held in millionths.
 */

#define LIKELIHOODS(X)                                                                             \
	X(families_with_two)                                                                       \
	X(families_with_three)                                                                     \
	X(families_with_four)                                                                      \
	X(multiple_birth)                                                                          \
	X(twins_same_sex)                                                                          \
	X(twins_same_initial)                                                                      \
	X(other_surname)                                                                           \
	X(double_surname)                                                                          \
	X(surname_changed)                                                                         \
	X(middle_name)                                                                             \
	X(moves_a_year)                                                                            \
	X(moves_nearby)                                                                            \
	X(households_a_postcode)                                                                   \
	X(households_with_children)                                                                \
	X(census_nursery)                                                                          \
	X(census_school_age)                                                                       \
	X(census_post_16)                                                                          \
	X(elsewhere_has_upn)                                                                       \
	X(gp_listed)                                                                               \
	X(ecds_attends)                                                                            \
	X(ecds_attends_again)                                                                      \
	X(ecds_second_provider)                                                                    \
	X(cin_family)                                                                              \
	X(cin_sibling)                                                                             \
	X(cla_of_cin)                                                                              \
	X(cla_not_in_cin)                                                                          \
	X(cla_other_child_id)                                                                      \
	X(upn_issued_elsewhere)                                                                    \
	X(census_upn_temporary)                                                                    \
	X(census_upn_missing)                                                                      \
	X(census_upn_wrong)                                                                        \
	X(cin_upn_missing_under_five)                                                              \
	X(cin_upn_missing)                                                                         \
	X(cin_upn_wrong)                                                                           \
	X(cla_upn_missing)                                                                         \
	X(cla_upn_wrong)                                                                           \
	X(census_short_form)                                                                       \
	X(gp_short_form)                                                                           \
	X(census_diacritics_lost)                                                                  \
	X(gp_diacritics_lost)                                                                      \
	X(double_surname_halved)                                                                   \
	X(surname_respelled)                                                                       \
	X(census_surname_old)                                                                      \
	X(gp_surname_old)                                                                          \
	X(names_swapped)                                                                           \
	X(name_typing_error)                                                                       \
	X(gp_middle_in_forename)                                                                   \
	X(gp_forename_baby)                                                                        \
	X(census_address_old)                                                                      \
	X(gp_address_old)                                                                          \
	X(ecds_address_old)                                                                        \
	X(census_postcode_missing)                                                                 \
	X(census_second_address)                                                                   \
	X(gp_postcode_missing)                                                                     \
	X(ecds_postcode_missing)                                                                   \
	X(postcode_typing_error)                                                                   \
	X(gp_placement_address)                                                                    \
	X(gp_nhs_number_missing)                                                                   \
	X(ecds_nhs_number_missing)                                                                 \
	X(ecds_nhs_number_missing_newborn)                                                         \
	X(ecds_nhs_number_missing_once)                                                            \
	X(ecds_nhs_number_of_sibling)                                                              \
	X(ecds_registered_twice)                                                                   \
	X(census_birth_date_wrong)                                                                 \
	X(gp_birth_date_wrong)                                                                     \
	X(cin_birth_date_wrong)                                                                    \
	X(cla_birth_date_wrong)                                                                    \
	X(ecds_birth_date_wrong)                                                                   \
	X(sex_wrong)                                                                               \
	X(cin_sex_unknown)                                                                         \
	X(ethnicity_unknown)                                                                       \
	X(adopted)                                                                                 \
	X(adopted_forename_kept)                                                                   \
	X(adopted_in_need)                                                                         \
	X(arrived)                                                                                 \
	X(arrived_minority)                                                                        \
	X(lives_outside)                                                                           \
	X(born_elsewhere)                                                                          \
	X(died_under_one)                                                                          \
	X(died_later)                                                                              \
	X(census_lives_outside)                                                                    \
	X(not_here_independent)                                                                    \
	X(not_here_home)                                                                           \
	X(errors_overall)                                                                          \
	X(errors_minority)                                                                         \
	X(errors_deprived)                                                                         \
	X(errors_arrived)                                                                          \
	X(errors_under_five)                                                                       \
	X(census_left)                                                                             \
	X(census_changed_school)                                                                   \
	X(sen_support)                                                                             \
	X(sen_plan)                                                                                \
	X(free_meals)                                                                              \
	X(free_meals_deprived)                                                                     \
	X(suspended)                                                                               \
	X(excluded_of_suspended)                                                                   \
	X(sen2_request_refused)                                                                    \
	X(sen2_short_form)                                                                         \
	X(sen2_diacritics_lost)                                                                    \
	X(sen2_surname_old)                                                                        \
	X(sen2_birth_date_wrong)                                                                   \
	X(sen2_address_old)                                                                        \
	X(sen2_upn_missing)                                                                        \
	X(sen2_upn_wrong)                                                                          \
	X(cla_missing)                                                                             \
	X(mother_surname_other)                                                                    \
	X(births_not_registered)                                                                   \
	X(births_birth_date_wrong)                                                                 \
	X(notification_surname_mother)                                                             \
	X(notification_unnamed)                                                                    \
	X(notification_nhs_number_missing)                                                         \
	X(deaths_nhs_number_missing)                                                               \
	X(chis_short_form)                                                                         \
	X(chis_diacritics_lost)                                                                    \
	X(chis_surname_old)                                                                        \
	X(chis_forename_baby)                                                                      \
	X(chis_nhs_number_missing)                                                                 \
	X(chis_birth_date_wrong)                                                                   \
	X(chis_address_old)                                                                        \
	X(csds_under_five)                                                                         \
	X(csds_sen)                                                                                \
	X(csds_known)                                                                              \
	X(csds_address_old)                                                                        \
	X(csds_nhs_number_missing)                                                                 \
	X(csds_birth_date_wrong)                                                                   \
	X(csds_postcode_missing)                                                                   \
	X(csds_mother_missing)                                                                     \
	X(hes_admitted)                                                                            \
	X(hes_admitted_again)                                                                      \
	X(hes_not_traced)                                                                          \
	X(gp_other_home)

/* One member a rate, named as in the file, in millionths. */
struct likelihoods {
#define LIKELIHOOD_MEMBER(name) int64_t name;
	LIKELIHOODS(LIKELIHOOD_MEMBER)
#undef LIKELIHOOD_MEMBER
};

/* The built-in rates, then those that the side file at `path` gives (NULL:
 * none). A rate that is not
 * known or is given twice, or a value that is not a decimal from 0 to 1000
 * with at most six decimals, is exit 78. */
void likelihoods_read(struct likelihoods *l, struct arena *arena, const char *path);

#endif
