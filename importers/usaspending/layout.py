"""The columns of USAspending's downloads, as the public source of its download service names them.

Source: fedspendingtransparency/usaspending-api (CC0), the headers of "assistance transactions" and "assistance
sub-awards".
"""

from __future__ import annotations

PRIME = (
    "assistance_transaction_unique_key",
    "assistance_award_unique_key",
    "federal_action_obligation",
    "action_date",
    "awarding_agency_name",
    "awarding_sub_agency_name",
    "recipient_name",
)
SUB = (
    "prime_award_unique_key",
    "prime_award_awarding_agency_name",
    "prime_award_awarding_sub_agency_name",
    "prime_awardee_name",
    "subaward_number",
    "subaward_amount",
    "subaward_action_date",
    "subawardee_name",
)
PRIME_RAW = (
    *PRIME,
    "funding_sub_agency_name",
    "recipient_uei",
    "cfda_number",
    "awarding_office_name",
    "transaction_description",
)
SUB_RAW = (*SUB, "prime_awardee_uei", "subawardee_uei", "prime_award_cfda_number", "subaward_description")
DELETED = ("correction_delete_indicator_code", "correction_delete_ind")
PRIME_FACTS = (
    ("assistance_award_unique_key", "award"),
    ("award_id_fain", "award id"),
    ("modification_number", "modification"),
    ("total_obligated_amount", "award total"),
    ("primary_place_of_performance_country_code", "for country"),
    ("period_of_performance_start_date", "start-actual"),
    ("period_of_performance_current_end_date", "end-planned"),
    ("recipient_parent_name", "parent of the recipient"),
    ("usaspending_permalink", "website"),
)
SUB_FACTS = (
    ("prime_award_unique_key", "award"),
    ("prime_award_fain", "award id"),
    ("subaward_number", "sub-award"),
    ("prime_award_amount", "award total"),
    ("subaward_primary_place_of_performance_country_code", "for country"),
    ("subaward_type", "sub-award type"),
    ("usaspending_permalink", "website"),
)
