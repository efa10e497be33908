#!/usr/bin/env bats
load ../helper

# Layouts of education and social care of which there is no sample to be had: small files made up by the published
# descriptions, read by the shipped schemas, nested tables with the identifiers of whom they are about.

# read SCHEMA FILE: the stream, cleaned.
read_by() {
	ingest -q -s "$SCHEMAS/$1.tsv" --source s "$2" | clean -q -s "$SCHEMAS/$1.tsv"
}

# cells SCHEMA FILE COLUMN...: these columns of every record.
cells() {
	local schema=$1 file=$2
	shift 2
	read_by "$schema" "$file" >stream
	for name in "$@"; do column "$name" stream >"cells.$name"; done
	paste "${@/#/cells.}"
}

@test "CTF: a pupil, contacts, attendance, results and schools, in any namespace" {
	cat >ctf.xml <<-'END'
		<?xml version="1.0" encoding="UTF-8"?>
		<CTfile xmlns="urn:ctf"><Header><DocumentName>Common Transfer File</DocumentName><CTFversion>21.0</CTFversion>
		<DateTime>2024-07-01T10:00:00</DateTime><DocumentQualifier>full</DocumentQualifier><SupplierID>X</SupplierID>
		<SourceSchool><LEA>855</LEA><Estab>1234</Estab><SchoolName>One</SchoolName><AcademicYear>2024</AcademicYear></SourceSchool>
		<DestSchool><LEA>926</LEA><Estab>4321</Estab></DestSchool></Header>
		<CTFpupilData><Pupil><UPN>H801200001001</UPN><Surname>Rowan</Surname><Forename>Ida</Forename><DOB>2013-02-03</DOB><Sex>F</Sex>
		<BasicDetails><MiddleNames>May</MiddleNames><NCyearActual>6</NCyearActual><Ethnicity>WBRI</Ethnicity>
		<Languages><Type><LanguageType>F</LanguageType><Language>ENG</Language></Type><Type><Language>WEL</Language></Type></Languages></BasicDetails>
		<FSMhistory><FSMinstance><FSMstartDate>2020-01-01</FSMstartDate><UKcountry>ENG</UKcountry></FSMinstance>
		<FSMinstance><FSMstartDate>2022-01-01</FSMstartDate><UKcountry>WLS</UKcountry></FSMinstance></FSMhistory>
		<SENhistory><SEN><StartDate>2021-09-01</StartDate><SENprovision>A</SENprovision></SEN>
		<SENneeds><SENneed><SENtypeRank>1</SENtypeRank><SENtype>ASD</SENtype></SENneed></SENneeds></SENhistory>
		<Address><AddressLines><AddressLine1>1 Long Lane</AddressLine1></AddressLines><PostCode>LE1 5XX</PostCode></Address>
		<Contacts><Contact><Order>1</Order><Surname>Rowan</Surname><Forename>Max</Forename><Relationship>PAM</Relationship></Contact>
		<Contact><Order>2</Order><Surname>Ash</Surname></Contact></Contacts>
		<Attendance><YearData><Year>2024</Year><LEA>855</LEA><SessionsPossible>300</SessionsPossible><SessionsAttended>290</SessionsAttended></YearData></Attendance>
		<StageAssessments><KeyStage><Stage>KS2</Stage><StageAssessment><Subject>MAT</Subject><Result>104</Result></StageAssessment>
		<StageAssessment><Subject>ENG</Subject><Result>99</Result></StageAssessment></KeyStage></StageAssessments>
		<SchoolHistory><School><LEA>855</LEA><Estab>1234</Estab><EntryDate>2018-09-01</EntryDate></School></SchoolHistory>
		</Pupil></CTFpupilData></CTfile>
	END
	run cells ctf_pupil ctf.xml upn surname middle_names dob sex languages fsm_starts uk_countries sen_provisions sen_types postcode
	assert_output "$(printf 'H801200001001\tROWAN\tMAY\t2013-02-03\tF\tENG|WEL\t2020-01-01|2022-01-01\tENG|WLS\tK\tASD\tLE15XX')"
	run cells ctf_contact ctf.xml upn surname contact_surname contact_order
	assert_output "$(printf 'H801200001001\tROWAN\tROWAN\t1\nH801200001001\tROWAN\tASH\t2')"
	run cells ctf_assessment ctf.xml upn result_stage result_subject result
	assert_output "$(printf 'H801200001001\tKS2\tMAT\t104\nH801200001001\tKS2\tENG\t99')"
	run cells ctf_attendance ctf.xml dob attendance_year lea sessions_possible sessions_attended
	assert_output "$(printf '2013-02-03\t2024\tE10000018\t300\t290')"
	run cells ctf_school ctf.xml surname estab entry_date
	assert_output "$(printf 'ROWAN\t1234\t2018-09-01')"
	run cells ctf_header ctf.xml lea document_version academic_year
	assert_output "$(printf 'E10000018\t21.0\t2024')"
}

@test "SEN2: every table carries the names that stand for the id it does not have" {
	cat >sen2.xml <<-'END'
		<Message><Header><CollectionDetails><Collection>SEN2</Collection><Year>2025</Year><ReferenceDate>2025-01-16</ReferenceDate></CollectionDetails>
		<Source><SourceLevel>L</SourceLevel><LEA>925</LEA><SerialNo>001</SerialNo></Source></Header>
		<Persons><Person><Surname>Rowan</Surname><Forename>Ida</Forename><PersonBirthDate>2013-02-03</PersonBirthDate><Sex>F</Sex><Ethnicity>WBRI</Ethnicity>
		<PostCode>LE1 5XX</PostCode><UPN>H801200001001</UPN><UniqueLearnerNumber>1000000043</UniqueLearnerNumber>
		<Requests><ReceivedDate>2024-02-01</ReceivedDate><RYA>0</RYA><RequestOutcomeDate>2024-03-01</RequestOutcomeDate><RequestOutcome>Y</RequestOutcome>
		<Assessment><AssessmentOutcome>Y</AssessmentOutcome><AssessmentOutcomeDate>2024-06-01</AssessmentOutcomeDate><Week20>false</Week20>
		<NamedPlan><StartDate>2024-06-20</StartDate><PB>0</PB><PlanDetail><URN>123456</URN><PlacementRank>1</PlacementRank></PlanDetail>
		<PlanDetail><SENSetting>OLA</SENSetting><PlacementRank>2</PlacementRank></PlanDetail></NamedPlan></Assessment>
		<ActivePlans><TransferLA>N</TransferLA><ReviewMeeting>2024-12-01</ReviewMeeting><LastReview>2024-12-15</LastReview>
		<PlacementDetail><URN>123456</URN><EntryDate>2024-09-02</EntryDate></PlacementDetail>
		<SENneed><SENtype>ASD</SENtype><SENtypeRank>1</SENtypeRank></SENneed><SENneed><SENtype>SLCN</SENtype><SENtypeRank>2</SENtypeRank></SENneed></ActivePlans>
		</Requests></Person></Persons></Message>
	END
	run cells sen2_person sen2.xml surname forename dob postcode upn uln
	assert_output "$(printf 'ROWAN\tIDA\t2013-02-03\tLE15XX\tH801200001001\t1000000043')"
	run cells sen2_requests sen2.xml upn request_date request_outcome
	assert_output "$(printf 'H801200001001\t2024-02-01\tY')"
	run cells sen2_assessments sen2.xml upn request_date assessment_outcome_date twenty_week_exception
	assert_output "$(printf 'H801200001001\t2024-02-01\t2024-06-01\t0')"
	run cells sen2_named_plans sen2.xml upn ehc_plan_start plan_urns plan_settings
	assert_output "$(printf 'H801200001001\t2024-06-20\t123456\tOLA')"
	run cells sen2_plan_details sen2.xml upn ehc_plan_start urn sen_setting placement_rank
	assert_output "$(printf 'H801200001001\t2024-06-20\t123456\t\t1\nH801200001001\t2024-06-20\t\tOLA\t2')"
	run cells sen2_active_plans sen2.xml surname last_review sen_types sen_ranks
	assert_output "$(printf 'ROWAN\t2024-12-15\tASD|SLCN\t1|2')"
	run cells sen2_placements sen2.xml surname urn entry_date
	assert_output "$(printf 'ROWAN\t123456\t2024-09-02')"
	run cells sen2_needs sen2.xml upn sen_type sen_rank
	assert_output "$(printf 'H801200001001\tASD\t1\nH801200001001\tSLCN\t2')"
	run cells sen2_header sen2.xml lea collection_year reference_date
	assert_output "$(printf 'E10000019\t2025\t2025-01-16')"
}

@test "SEN2: the names of the elements as the department's own schema has them, 2023 to 2026" {
	cat >sen2.xml <<-'END'
		<Message><Header><CollectionDetails><Collection>SEN2</Collection><Year>2026</Year></CollectionDetails>
		<Source><LEA>925</LEA><DMO>Y</DMO><DCO>N</DCO><DSCO>R</DSCO></Source></Header>
		<Persons><Person><Surname>Rowan</Surname><UPNunknown>UN10</UPNunknown><PersonBirthDate>2013-02-03</PersonBirthDate><Requests>
		<Assessment><AssessmentOutcome>A</AssessmentOutcome><NamedPlan><StartDate>2024-06-20</StartDate><PlanRes>A</PlanRes><PlanWBP>T</PlanWBP></NamedPlan></Assessment>
		<ActivePlans><PlacementDetail><URN>123456</URN><Res>B</Res><WBP>S</WBP></PlacementDetail><Res>C</Res><WBP>U</WBP>
		<ReviewDraft>2025-03-01</ReviewDraft><PhaseTransferDueDate>2025-02-15</PhaseTransferDueDate>
		<PhaseTransferFinalDate>2025-02-14</PhaseTransferFinalDate><LastReview>2025-01-10</LastReview></ActivePlans>
		</Requests></Person></Persons></Message>
	END
	run cells sen2_header sen2.xml medical_officer clinical_officer social_care_officer
	assert_output "$(printf 'Y\tN\tR')"
	run cells sen2_person sen2.xml upn_unknown
	assert_output UN10
	run cells sen2_named_plans sen2.xml residential_setting work_based_learning
	assert_output "$(printf 'A\tT')"
	run cells sen2_placements sen2.xml residential_setting work_based_learning
	assert_output "$(printf 'B\tS')"
	run cells sen2_active_plans sen2.xml residential_setting work_based_learning review_draft phase_transfer_due phase_transfer_final
	assert_output "$(printf 'C\tU\t2025-03-01\t2025-02-15\t2025-02-14')"
	run ingest --sniff --schemas "$SCHEMAS" sen2.xml
	for table in header person requests assessments named_plans active_plans placements; do
		assert_line --regexp "sen2_$table	([0-9]+) of \1	"
	done
}

@test "placement census: titles with guidance in the same cell" {
	cat >placements.csv <<-'END'
		"Looked after child? Only those go here.","Placing Authority
		Who answers for the child.","Identifier
		The child's own number.","Age
		Rounded down",Gender,"Ethnic Group
		(From the list)","Placement start date (DD/MM/YYYY)
		Of this one.","Host Authority
		(Where it is)","UASC (Unaccompanied Asylum Seeking Child)
		(From the list)","Total weekly cost (actual weekly fee paid)
		(All of it)",Provider Ofsted (or equivalent) URN,"Does this CYP require a solo placement?"
		Yes,Manchester,77,5,M,White,02/12/2024,Lincolnshire,Yes,1605.5,680692,"No, and is not in a solo placement"
	END
	run cells placement_census placements.csv local_id looked_after placing_lea age sex ethnicity placement_start placement_lea asylum_seeker weekly_cost provider_urn
	assert_output "$(printf '77\tYes\tE08000003\t5\tM\tWNOS\t2024-12-02\tE10000019\t1\t1605.5\t680692')"
	run ingest --sniff --schemas "$SCHEMAS" placements.csv
	assert_output --partial '	placement_census	12 of 12	'
	sed 's/,Gender,/,"Age\r\nin years",/' placements.csv >twice.csv
	run ingest -s "$SCHEMAS/placement_census.tsv" --source s twice.csv
	assert_failure 65
	assert_output --partial 'titles 4 and 5 are both age (rule titles)'
}

@test "CIN of 2026: pre-proceedings and reviews belong to the child and the episode" {
	cat >cin.xml <<-'END'
		<Message><Children><Child><ChildIdentifiers><LAchildID>C1</LAchildID><PersonBirthDate>2015-03-27</PersonBirthDate><Sex>U</Sex></ChildIdentifiers>
		<ChildCharacteristics><Ethnicity>NOBT</Ethnicity></ChildCharacteristics>
		<CINdetails><CINreferralDate>2025-10-06</CINreferralDate><ReferralSource>3E</ReferralSource><PrimaryNeedCode>N1</PrimaryNeedCode><ReferralNFA>0</ReferralNFA>
		<ChildProtectionPlans><CPPstartDate>2025-11-01</CPPstartDate><Reviews><CPPreviewDate>2025-12-01</CPPreviewDate><CPPreviewDate>2026-02-01</CPPreviewDate></Reviews></ChildProtectionPlans>
		<PreProceedingsandFGDM><PPStartDate>2025-12-09</PPStartDate><LBPSentDate>2025-12-20</LBPSentDate><FGDMMeetingOffer>1</FGDMMeetingOffer>
		<ReviewMeetingsCount>3</ReviewMeetingsCount><PPOutcome>A</PPOutcome></PreProceedingsandFGDM></CINdetails></Child></Children></Message>
	END
	run cells cin_pre_proceedings cin.xml local_id referral_date pre_proceedings_start letter_before_proceedings family_meeting_offered pre_proceedings_reviews
	assert_output "$(printf 'C1\t2025-10-06\t2025-12-09\t2025-12-20\t1\t3')"
	run cells cin_reviews cin.xml local_id referral_date plan_start plan_reviews
	assert_output "$(printf 'C1\t2025-10-06\t2025-11-01\t2025-12-01|2026-02-01')"
}

@test "codes of other years: what was renamed is renamed, what only ended is left" {
	printf 'CHILD,DECOM,PLACE,REC\nc1,01/04/2018,H5,E43\nc1,01/04/2025,K3,X1\n' >episodes.csv
	run cells ssda903_episodes episodes.csv placement ceased_reason
	assert_output "$(printf 'H5\tE43\nK3\tX1')"
	printf 'pupilonrolltableid,startdate,category,reason,senprovision\np,2019-Oct-16 00:00:00,FIXD,OT,S\np,2024-Oct-16 00:00:00,SUSP,DB,E\n' >exclusions.csv
	run cells school_census_termlyexclusions exclusions.csv exclusion_category exclusion_reason_1 sen_provision
	assert_output "$(printf 'SUSP\tOT\tE\nSUSP\tDB\tE')"
	assert_equal "$(count_of renamed.exclusion_category stream)" 1
}

@test "codes of attendance: strokes, the hash and letters that got a number" {
	printf 'pupilonrolltableid,sessions,attendancereason\np,1.0,/\np,2.0,\\\np,3.0,#\np,4.0,J\np,5.0,Y\np,6.0,QQ\n' >sessions.csv
	read_by school_census_termlysessiondetails sessions.csv >stream
	run column attendance_reason stream
	assert_output "$(printf '/\n\\\\\n\\x23\nJ1\nY\nQQ')"
	assert_equal "$(count_of unlisted.attendance_reason stream)" 1
}

@test "the return of a school as XML: a pupil, a leaver, a suspension" {
	cat >school.xml <<-'END'
		<Message><Pupils><PupilsOnRoll><PupilOnRoll><PupilIdentifiers><UPN>H801200001001</UPN><Surname>Rowan</Surname><Forename>Ida</Forename><DOB>2013-02-03</DOB><Gender>F</Gender></PupilIdentifiers>
		<PupilCharacteristics><Ethnicity>WBRI</Ethnicity></PupilCharacteristics><PupilStatus><EnrolStatus>C</EnrolStatus><NCyearActual>6</NCyearActual></PupilStatus>
		<SpecialEducationalNeeds><SENprovision>E</SENprovision></SpecialEducationalNeeds>
		<Exclusions><TermlyExclusions><TermlyExclusion><Category>SUSP</Category><Reason1>DB</Reason1><StartDate>2024-10-01</StartDate><Sessions>4</Sessions></TermlyExclusion></TermlyExclusions></Exclusions>
		<HomeInformation><Address><PostCode>LE1 5XX</PostCode></Address></HomeInformation></PupilOnRoll></PupilsOnRoll>
		<PupilsNoLongerOnRoll><PupilNoLongerOnRoll><PupilIdentifiers><UPN>P207000016049</UPN><Surname>Ash</Surname><Forename>Bo</Forename><DOB>2012-01-01</DOB><Sex>M</Sex></PupilIdentifiers>
		<PupilStatus><LeavingDate>2024-09-30</LeavingDate></PupilStatus></PupilNoLongerOnRoll></PupilsNoLongerOnRoll></Pupils></Message>
	END
	run cells school_census_xml_pupil school.xml upn surname sex nc_year sen_provision postcode
	assert_output "$(printf 'H801200001001\tROWAN\tF\t6\tE\tLE15XX')"
	run cells school_census_xml_leaver school.xml upn leaving_date
	assert_output "$(printf 'P207000016049\t2024-09-30')"
	run cells school_census_xml_exclusion school.xml upn exclusion_category exclusion_start exclusion_sessions
	assert_output "$(printf 'H801200001001\tSUSP\t2024-10-01\t4')"
}

@test "the payload to the department: a child a line, what repeats as lists" {
	printf '%s\n' '{"la_code":925,"Children":{"la_child_id":"c1","child_details":{"first_name":"Ida","surname":"Rowan","date_of_birth":"2013-02-03","disabilities":["LD","AUT"],"uasc_flag":false},"social_care_episodes":[{"referral_date":"2024-01-02","referral_source":"6"},{"referral_date":"2025-01-02"}]}}' \
		'{"la_child_id":"c2","child_details":{"first_name":"Bo","surname":"Ash"}}' >payload.json
	run cells csc_api_child payload.json lea local_id forename dob disabilities asylum_seeker referral_dates referral_sources
	assert_output "$(printf 'E10000019\tc1\tIDA\t2013-02-03\tLD|AUT\t0\t2024-01-02|2025-01-02\t6\n\tc2\tBO\t\t\t\t\t')"
}

@test "a list from a case system is read by the titles that it has" {
	printf 'Mosaic ID,NHS No.,Last Name,First Name(s),First Name,D.O.B.,Gender,Post Code,Home Address,Address Line 1\n7,9990000018,Rowan,x,Ida,03/02/2013,Female,LE1 5XX,1 Long Lane LE1 5XX,1 Long Lane\n' >list.csv
	run cells person_list list.csv local_id nhs_number surname forename dob sex postcode
	assert_output "$(printf '7\t9990000018\tROWAN\tIDA\t2013-02-03\tF\tLE15XX')"
	printf 'Adno,UPN,Legal Surname,Surname,Forename,DOB,Year,Reg,SEN Status,Eligible for Free Meals\n11,H801200001001,Rowan-Ash,Rowan,Ida,03/02/2013,6,6A,K,T\n' >sims.csv
	run cells mis_pupil sims.csv pupil_id upn surname legal_surname dob nc_year sen_provision fsm_eligible
	assert_output "$(printf '11\tH801200001001\tROWAN\tROWAN ASH\t2013-02-03\t6\tK\t1')"
}

@test "the answers of a survey: a body a row" {
	printf 'Body,Code,Type,q1,q2,q3,q4,q5,q6\nOakshire,E10000018,Council,In development,School census|CIN,All children,Planning,No,\nElm and Ash,QXX,ICB,Yes,GP,All children,,In development,School census\n' >survey.csv
	run cells survey_linkage survey.csv body body_kind links_own_data own_sets links_other_sector
	assert_output "$(printf 'Oakshire\tcouncil\tdeveloping\tSchool census|CIN\tno\nElm and Ash\tboard\tyes\tGP\tdeveloping')"
}

# Rows of titles as exports have them: every title is read, none is claimed twice, and those that a schema leaves
# (the number behind it) are the ones it is known to leave.
@test "whole rows of titles are read" {
	while read -r schema unread titles; do
		echo "$titles" >titles.csv
		run --separate-stderr ingest -q -s "$SCHEMAS/$schema.tsv" --source s -o stream titles.csv
		[[ $status == 0 ]] || { echo "$schema: $stderr"; false; }
		[[ $(($(count_of unread.columns stream) + 0)) == "$unread" ]] || { echo "$schema: $(count_of unread.columns stream) unread"; false; }
	done <<-'END'
		sen2_csv_person 0 persontableid,NativeId,personorderseqcolumn,sourceid,sen2tableid,surname,forename,personbirthdate,sex,ethnicity,postcode,upn,uniquelearnernumber,upnunknown
		sen2_csv_requests 0 requeststableid,NativeId,requestsorderseqcolumn,sourceid,persontableid,receiveddate,requestsource,rya,requestoutcomedate,requestoutcome,requestmediation,requesttribunal,exported
		sen2_csv_assessments 0 assessmenttableid,NativeId,assessmentorderseqcolumn,sourceid,requeststableid,assessmentoutcome,assessmentoutcomedate,assessmentmediation,assessmenttribunal,othermediation,othertribunal,week20
		sen2_csv_named_plans 0 namedplantableid,NativeId,namedplanorderseqcolumn,sourceid,assessmenttableid,startdate,planres,planwbp,pb,oa,dp,ceasedate,ceasereason
		sen2_csv_plan_details 0 plandetailtableid,NativeId,plandetailorderseqcolumn,sourceid,namedplantableid,urn,ukprn,sensetting,sensettingother,placementrank,senunitindicator,resourcedprovisionindicator
		sen2_csv_active_plans 0 activeplanstableid,NativeId,activeplansorderseqcolumn,sourceid,requeststableid,transferla,res,wbp,reviewmeeting,reviewoutcome,lastreview
		sen2_csv_placements 0 placementdetailtableid,NativeId,placementdetailorderseqcolumn,sourceid,activeplanstableid,res,wbp,urn,ukprn,sensetting,sensettingother,placementrank,entrydate,leavingdate,attendancepattern,senunitindicator,resourcedprovisionindicator
		sen2_csv_needs 0 senneedtableid,NativeId,senneedorderseqcolumn,sourceid,activeplanstableid,sentype,sentyperank
		sen2_csv_person 0 Person ID,Surname,Forename,Dob (ccyy-mm-dd),Gender,Ethnicity,Postcode,UPN - Unique Pupil Number,ULN - Young Persons Unique Learner Number,UPN and ULN unavailable reason
		sen2_csv_requests 0 Person ID,Requests Record ID,Date Request Was Received,Initial Request Whilst In RYA,Request Outcome Date,Request Outcome,Request Mediation,Request Tribunal,Exported - Child Or Young Person Moves Out Of LA Before Assessment Is Completed,New start date
		sen2_csv_active_plans 0 Person ID,Request Records ID,EHC Plan (Transfer),Residential Settings,Worked based learning activity,EHCP review decisions date
		giap_census 0 PupilMatchingRef,AcademicYear,CensusTerm,LA,Estab,LAEstab,URN,PHASE,UPN,FormerUPN,Surname,Forename,MiddleNames,PreferredSurname,FormerSurname,Sex,DOB,FSMeligible,FSM_protected,EVERFSM_6,EVERFSM_6_P,Language,HoursAtSetting,FundedHours,EnrolStatus,EntryDate,NCyearActual,SENProvision,PrimarySENeedsType,SecondarySENType,IDACI_S,IDACI_R,EYPPR,EYPPBF,ExtendedHours,ExpandedHours,DAFIndicator,Funding_Basis_ECO,Funding_Basis_HSD,Funding_Basis_LAA
		giap_pupil_premium 0 UPN,Surname,Forename,Sex,DOB,NCYear,DeprivationPupilPremium,ServiceChildPremium,AdoptedfromCarePremium,LookedAfterPremium,PupilPremiumFTE,PupilPremiumCashAmount,PupilPremiumFYStartDate,PupilPremiumFYEndDate,LastFSM
		giap_further_education 0 ULN,Surname,Forename,Gender,DOB,NCYear,SEN_Provision,Acad_Year
		assessment_phonics 0 Phonics_ACADYR,Phonics_PUPILMATCHINGREF,Phonics_ID,Phonics_UPN,Phonics_SURNAME,Phonics_FORENAMES,Phonics_SEX,Phonics_DOB,Phonics_LA,Phonics_ESTAB,Phonics_URN,Phonics_NCYEARACTUAL,Phonics_TOE_CODE,Phonics_PHONICS_MARK,Phonics_PHONICS_OUTCOME,Phonics_VERSION
		assessment_multiplication 0 ACADYR,PupilMatchingRef,UPN,Surname,Forename,Sex,DOB,LA,LA_9Code,ESTAB,LAESTAB,URN,ToECode,FormMark,PupilStatus,ReasonNotTakingCheck
		assessment_ks1 3 ACADYR,PUPILMATCHINGREF,KS1_ID,UPN,SURNAME,FORENAMES,DOB,GENDER,SEX,LA,LA_9Code,ESTAB,LAESTAB,URN,ToE_CODE,MMSCH,MMSCH2,MSCH,MSCH2,MOB1,MOB2,DISC_READ,DISC_WRIT,DISC_MAT,DISC_SCI,READ_OUTCOME,WRIT_OUTCOME,MATH_OUTCOME,SCI_OUTCOME,NPDPUB,VERSION
		ncmp 0 SubmitterLocalAuthorityCode,NCMPSystemId,PupilReference,NHSNumber,FirstName,LastName,Sex,DateOfBirth,AgeInMonths,SchoolYear,Ethnicity,NHSEthnicCode,NHSEthnicDescription,NCMPEthnicity,Height,HeightZScore,HeightPScore,Weight,WeightZScore,WeightPScore,Bmi,BmiZScore,ClinicalBMIcategory,GroupedClinicalBMIcategory,BmiCentile(PScore),PopulationBMIcategory,DateOfMeasurement,PupilPostcode,SchoolURN
		nccis_csv 0 YoungPersonsID,GivenName,FamilyName,MiddleName,Gender,DOB,LeadLEA,CohortStatus,LEACodeAtYear11,TransferredToLACode,AddressLine1,AddressLine2,AddressLine3,AddressLine4,Town,County,Postcode,Ethnicity,EducatedLEA,UniqueLearnerNo,SENDFlag,GuaranteeStatusIndicator,PreviousYPIDIdentifier,EstablishmentNumber,UniquePupilNumber,EstablishmentName,UKProviderReferenceNumber,ActivityCode,StartDate,DateAscertained,DateVerified,ReviewDate,DueToLapseDate,CurrencyLapsed,LevelOfNeedCode,NEETStartDate,PredictedEndDate,IntendedDestinationYr11
		school_census_pupilnolongeronroll 0 pupilnolongeronrolltableid,NativeId,dob,surname,forename,middlenames,preferredsurname,formersurname,upn,formerupn,uniquelearnernumber,sex,entrydate,leavingdate,pupilnolongeronrollorderseqcolumn,sourceid,schoolcensustableid,parttime,termlysessionspossible,moveonrollflag,ethnicity,boarder,language
		school_census_schoolarrangedapdetail 0 schoolarrangedapdetailonrolltableid,NativeId,schoolarrangedapdetailonrollorderseqcolumn,sourceid,pupilonrolltableid,urn,ukprn,entrydate,leavingdate,apsessionsperweek,apsettingtype,placementreason,senprovisionentry,senprovisionleaving,apattendancepattern,applacementpostcode,companynumber
		school_census_learningaims 0 learningaimsonrolltableid,NativeId,learningaimsonrollorderseqcolumn,sourceid,programmeaimsonrolltableid,qn,coreaim,partnerukprn,learningstartdate,learningplannedenddate,learningactualenddate,scc,learningaimwithdrawalreason,learningaimstatus,traineeship,progtype
		school_census_workplaceentity 0 workplaceentityoffrolltableid,NativeId,workplaceentityoffrollorderseqcolumn,sourceid,learningaimsoffrolltableid,wpstartdate,wpenddate,wphours,wpmode,wpemployerid
		school_census_classes 0 classestableid,NativeId,classesorderseqcolumn,sourceid,schooltableid,ppateachers,exceptiona,exceptionb,exceptionc,exceptiond,exceptione,exceptionf,classname,teachers,nonteachers,homepupils,guestpupils,exceptiong,exceptionh,classactivity,yeargroup,category,keystage
		ssda903_sw_episodes 0 CHILD,DOB,SW_ID,SW_DECOM,SW_DEC,SW_REASON
		school_immunisation_record 0 PERSON_FORENAME,PERSON_SURNAME,ORGANISATION_CODE,SCHOOL_NAME,CLINIC_NAME,CARE_SETTING,PERSON_DOB,YEAR_GROUP,REGISTRATION,PERSON_GENDER_CODE,PERSON_ADDRESS_LINE_1,PERSON_POSTCODE,NHS_NUMBER,CONSENT_STATUS,CONSENT_DETAILS,HEALTH_QUESTION_ANSWERS,TRIAGE_STATUS,TRIAGED_BY,TRIAGE_DATE,TRIAGE_NOTES,GILLICK_STATUS,GILLICK_ASSESSMENT_DATE,GILLICK_ASSESSED_BY,GILLICK_ASSESSMENT_NOTES,PSD_STATUS,VACCINATED,DATE_OF_VACCINATION,TIME_OF_VACCINATION,PROGRAMME,VACCINE_GIVEN,PERFORMING_PROFESSIONAL_EMAIL,SUPPLIER_EMAIL,BATCH_NUMBER,BATCH_EXPIRY_DATE,ANATOMICAL_SITE,DOSE_SEQUENCE,REASON_NOT_VACCINATED,NOTES,SESSION_ID,UUID
		school_immunisation_record 0 ORGANISATION_CODE,SCHOOL_URN,SCHOOL_NAME,CARE_SETTING,CLINIC_NAME,PERSON_FORENAME,PERSON_SURNAME,PERSON_DATE_OF_BIRTH,PERSON_DATE_OF_DEATH,YEAR_GROUP,PERSON_GENDER_CODE,PERSON_ADDRESS_LINE_1,PERSON_POSTCODE,NHS_NUMBER,NHS_NUMBER_STATUS_CODE,GP_ORGANISATION_CODE,GP_NAME,CONSENT_STATUS,CONSENT_DETAILS,HEALTH_QUESTION_ANSWERS,TRIAGE_STATUS,TRIAGED_BY,TRIAGE_DATE,TRIAGE_NOTES,GILLICK_STATUS,GILLICK_ASSESSMENT_DATE,GILLICK_ASSESSED_BY,GILLICK_ASSESSMENT_NOTES,GILLICK_NOTIFY_PARENTS,VACCINATED,DATE_OF_VACCINATION,TIME_OF_VACCINATION,PROGRAMME_NAME,VACCINE_GIVEN,PROTOCOL,PERFORMING_PROFESSIONAL_EMAIL,PERFORMING_PROFESSIONAL_FORENAME,PERFORMING_PROFESSIONAL_SURNAME,SUPPLIER_EMAIL,SUPPLIER_FORENAME,SUPPLIER_SURNAME,BATCH_NUMBER,BATCH_EXPIRY_DATE,ANATOMICAL_SITE,ROUTE_OF_VACCINATION,DOSE_SEQUENCE,DOSE_VOLUME,REASON_NOT_VACCINATED,LOCAL_PATIENT_ID,SNOMED_PROCEDURE_CODE,REASON_FOR_INCLUSION,RECORD_CREATED,RECORD_UPDATED
	END
}

@test "Manage vaccinations in schools: cohort and class lists, recognised and read" {
	printf '%s\n' CHILD_SCHOOL_URN,PARENT_1_NAME,PARENT_1_RELATIONSHIP,PARENT_1_EMAIL,PARENT_1_PHONE,CHILD_FIRST_NAME,CHILD_LAST_NAME,CHILD_PREFERRED_GIVEN_NAME,CHILD_DATE_OF_BIRTH,CHILD_YEAR_GROUP,CHILD_GENDER,CHILD_ADDRESS_LINE_1,CHILD_ADDRESS_LINE_2,CHILD_TOWN,CHILD_POSTCODE,CHILD_NHS_NUMBER \
		'123456,Pat Example,Mum,p@example.com,01632 960001,Ada,Example,Addie,2015-03-01,4,not known,1 High St,,Leicester,le1 4xx,999 000 0018' \
		'888888,,,,,Zoë,Example,,02/03/2015,,Female,,,,LE1 4XX,' >cohort.csv
	printf 'CHILD_FIRST_NAME,CHILD_LAST_NAME,CHILD_DATE_OF_BIRTH\n"Required: Free text","Required: Free text","Required: DD/MM/YYYY"\nAda,Example,01/03/2015\n' >class.csv
	pipeline 'ingest --sniff cohort.csv class.csv | tail -n +2 | cut -f 1,9-12'
	assert_output $'cohort.csv\tschool_immunisation_list\t16 of 16\t\t\nclass.csv\tschool_immunisation_list?, person_list?\t3 of 3\t\t'
	run cells school_immunisation_list cohort.csv nhs_number surname forename preferred_forename dob sex postcode urn nc_year parent_1_name
	assert_output $'9990000018\tEXAMPLE\tADA\tADDIE\t2015-03-01\tU\tLE14XX\t123456\t4\tPAT EXAMPLE
\tEXAMPLE\tZOE\t\t2015-03-02\tF\tLE14XX\t888888\t\t'
	ingest -q -s "$SCHEMAS/school_immunisation_list.tsv" --source s --below 1 class.csv | clean -q -o class
	run column dob class
	assert_output 2015-03-01
	# The list of any case system reads them too.
	run cells person_list cohort.csv nhs_number preferred_forename address_line_1 town urn nc_year
	assert_line --index 0 $'9990000018\tADDIE\t1 High St\tLeicester\t123456\t4'
}

@test "Manage vaccinations in schools: vaccination records, with codes" {
	printf '%s\n' ORGANISATION_CODE,SCHOOL_URN,NHS_NUMBER,PERSON_FORENAME,PERSON_SURNAME,PERSON_DOB,PERSON_GENDER_CODE,PERSON_POSTCODE,VACCINATED,DATE_OF_VACCINATION,TIME_OF_VACCINATION,PROGRAMME,VACCINE_GIVEN,BATCH_NUMBER,BATCH_EXPIRY_DATE,ANATOMICAL_SITE,DOSE_SEQUENCE,REASON_NOT_VACCINATED,CARE_SETTING,LOCAL_PATIENT_ID,LOCAL_PATIENT_ID_URI \
		'R1L,123456,9990000018,Ada,Example,20150301,Female,LE1 4XX,Y,20240514,10:15:00,ACWYX4,gardasil 9,SA6880,20250101,left deltoid,1P,,1,7,https://example.org' \
		'R1L,999999,,Sam,Example,02/03/2015,Not Specified,LE1 4XX,N,14/05/2024,,3-in-1,,,,,,Already had elsewhere,2,8,' >records.csv
	pipeline 'ingest --sniff records.csv | tail -n +2 | cut -f 9-12'
	assert_output $'school_immunisation_record\t21 of 21\t\t'
	run cells school_immunisation_record records.csv patient_id nhs_number dob sex immunised immunisation_date immunisation_programme immunisation batch_number immunisation_site not_given_reason immunisation_setting
	assert_output $'7\t9990000018\t2015-03-01\tF\t1\t2024-05-14\tMenACWY\tGardasil9\tSA6880\tLUA\t\t1
8\t\t2015-03-02\tU\t0\t2024-05-14\tTd/IPV\t\t\t\talready_had\t2'
	assert_equal "$(grep -c 'unlisted' stream)" 0
	run cells immunisations records.csv nhs_number surname dob sex postcode immunisation_date immunisation batch_number
	assert_line --index 0 $'9990000018\tEXAMPLE\t2015-03-01\tF\tLE14XX\t2024-05-14\tgardasil 9\tSA6880'
}

@test "Manage vaccinations in schools: SystmOne, CarePlus and changes of school" {
	printf 'Date of birth,NHS number,Vaccination area code,Vaccination batch number,Vaccination reason,Vaccination type,First name,Postcode,Sex,Surname,Event date,Event location type,Event time,Team ID,School,School code,Patient Count\n20150301,9990000018,,SA6880,,Cervarix 1,Ada,LE1 4XX,Female,Example,20240514,School,,,One,123456,\n' >from.csv
	printf 'Practice code,NHS number,Surname,Middle name,Forename,Gender,Date of Birth,House name,House number and road,Town,Postcode,Vaccination,Part,Admin date,Batch number,Expiry date,Dose,Reason,Site,Method,Notes\n123456,9990000018,Example,,Ada,F,01/03/2015,,1 High St,Leicester,LE1 4XX,Y19a4,,14/05/2024,SA6880,01/01/2025,0.5,Routine,Left deltoid,Intramuscular,\n' >to.csv
	{
		printf 'NHS Number,Surname,Forename,Date of Birth,Address Line 1,Person Giving Consent,Ethnicity,Date Attended,Time Attended,Venue Type,Venue Code,Staff Type,Staff Code,Attended,Reason Not Attended,Suspension End Date'
		for n in 1 2 3 4 5; do printf ',Vaccine Code %s,Dose %s,Reason Not Given %s,Site %s,Manufacturer %s,Batch No %s' $n $n $n $n $n $n; done
		printf ',Gender\n9990000018,Example,Ada,01/03/2015,1 High St,Pat Example,,14/05/2024,10:15,SC,8554001,IN,LW5PM,Y,,,HPV,1P,,ULA,Merck,SA6880,3IN1,1P,,URA,Sanofi,R2A%s,F\n' "$(printf ',%.0s' {1..18})"
	} >careplus.csv
	printf 'NHS_REF,SURNAME,FORENAME,GENDER,DOB,ADDRESS1,ADDRESS2,ADDRESS3,TOWN,POSTCODE,COUNTY,ETHNIC_OR,ETHNIC_DESCRIPTION,NATIONAL_URN_NO,BASE_NAME,STARTDATE,STUD_ID,DES_NUMBER\n9990000018,Example,Ada,Female,2015-03-01,1 High St,,,Leicester,LE1 4XX,,,,123456,One,2024-05-14T10:15:00+01:00,,\n' >moves.csv
	pipeline 'ingest --sniff from.csv to.csv careplus.csv moves.csv | tail -n +2 | cut -f 9-12'
	assert_output $'school_immunisation_systmone\t17 of 17\t\t
school_immunisation_to_systmone\t21 of 21\t\t
school_immunisation_to_careplus\t47 of 47\t\t
school_immunisation_moves\t18 of 18\t\t'
	run cells school_immunisation_systmone from.csv nhs_number dob urn immunisation_date immunisation_dose
	assert_output $'9990000018\t2015-03-01\t123456\t2024-05-14\tCervarix 1'
	run cells school_immunisation_to_systmone to.csv nhs_number dob immunisation_date batch_expiry immunisation_site
	assert_output $'9990000018\t2015-03-01\t2024-05-14\t2025-01-01\tLUA'
	run cells school_immunisation_to_careplus careplus.csv nhs_number sex immunisation_date immunisation_1 immunisation_site_1 immunisation_2 immunisation_site_2 batch_number_2
	assert_output $'9990000018\tF\t2024-05-14\tHPV\tLUA\tTd/IPV\tRUA\tR2A'
	run cells school_immunisation_moves moves.csv nhs_number dob urn moved_at
	assert_output --regexp $'^9990000018\t2015-03-01\t123456\t2024-05-14T'
}

@test "health lists without an id of their own, by the titles of the Data Dictionary" {
	printf '%s\n' 'NHS_NUMBER,PERSON_FAMILY_NAME,PERSON_GIVEN_NAME,PERSON_BIRTH_DATE,PERSON_GENDER_CODE,POSTCODE_OF_USUAL_ADDRESS,PRACTICE_CODE_(PATIENT_REGISTRATION)' \
		9990000018,Example,Ada,01/03/2015,2,'LE1 4XX',C82001 9990000018,Example,Ada,01/03/2015,2,'LE1 4XX',C82001 ,Smith,Sam,01/03/2015,1,'LE1 4XX',C82001 >list.csv
	read_by gp_list list.csv | identities --payload payload -o people
	run bash -c 'grep -v "^##" people | cut -f 3-9'
	assert_output $'nhs_number\tsurname\tforename\tdob\tsex\tpostcode\tgp_practice
9990000018\tEXAMPLE\tADA\t2015-03-01\tF\tLE14XX\tC82001
\tSMITH\tSAM\t2015-03-01\tM\tLE14XX\tC82001'
	assert_equal "$(table payload | wc -l)" 4
	printf '%s\n' DEC_NHS_NUMBER,PERSON_BIRTH_DATE,PERSON_STATED_GENDER_CODE,DEC_USUAL_RES_POSTCODE,PRACTICE_CODE_PATIENT_REGISTRATION,ARRIVAL_DATE \
		9990000018,2015-03-01,X,'LE1 4XX',C82001,2024-01-02 >care.csv
	run cells ecds care.csv nhs_number dob sex postcode gp_practice arrival_date
	assert_output $'9990000018\t2015-03-01\tU\tLE14XX\tC82001\t2024-01-02'
	printf '%s\n' DEC_CONF_NHS_NUMBER,DEC_SURNAME,DEC_USUAL_RES_POSTCODE,REG_DATE_OF_DEATH '9990000018,Example,LE1 4XX,20240102' >deaths.csv
	run cells deaths_pcmd deaths.csv nhs_number postcode death_date
	assert_output $'9990000018\tLE14XX\t2024-01-02'
}

@test "vaccination events, as they are sent in batches" {
	printf '%s\n' 'NHS_NUMBER|PERSON_FORENAME|PERSON_SURNAME|PERSON_DOB|PERSON_GENDER_CODE|PERSON_POSTCODE|DATE_AND_TIME|SITE_CODE|SITE_CODE_TYPE_URI|UNIQUE_ID|UNIQUE_ID_URI|ACTION_FLAG|PERFORMING_PROFESSIONAL_FORENAME|PERFORMING_PROFESSIONAL_SURNAME|RECORDED_DATE|PRIMARY_SOURCE|VACCINATION_PROCEDURE_CODE|VACCINATION_PROCEDURE_TERM|DOSE_SEQUENCE|VACCINE_PRODUCT_CODE|VACCINE_PRODUCT_TERM|VACCINE_MANUFACTURER|BATCH_NUMBER|EXPIRY_DATE|SITE_OF_VACCINATION_CODE|SITE_OF_VACCINATION_TERM|ROUTE_OF_VACCINATION_CODE|ROUTE_OF_VACCINATION_TERM|DOSE_AMOUNT|DOSE_UNIT_CODE|DOSE_UNIT_TERM|INDICATION_CODE|LOCATION_CODE|LOCATION_CODE_TYPE_URI' \
		'9990000018|"ADA"|"EXAMPLE"|"20150301"|"2"|"LE1 4XX"|"20240610T18332501"|"J82067"|"https://example.org/code"|"0001_FLU"|"https://example.org/"|"new"|"Eve"|"Reilly"|"20240610"|"TRUE"|"822851000000102"|"Flu vaccination"|1|"43208811000001106"|"Fluenz"|"AstraZeneca"|"B1"|"20241231"|"279549004"|"Nasal cavity"|"46713006"|"Nasal route"|"0.2"|"258773002"|"Milliliter"|"443684005"|"123456"|"https://example.org/urn"' >events.csv
	pipeline 'ingest --sniff events.csv | tail -n +2 | cut -f 5,9-12'
	assert_output $'pipe\timmunisation_event\t34 of 34\t\t'
	run cells immunisation_event events.csv nhs_number dob sex postcode immunised_at immunisation_id record_action primary_source dose_amount batch_expiry
	assert_output $'9990000018\t2015-03-01\tF\tLE14XX\t2024-06-10T18:33:25+01:00\t0001_FLU\tnew\t1\t0.2\t2024-12-31'
}
