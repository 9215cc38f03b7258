"""Papers and policies show no number of the catalogue that they were designed from."""

# What was printed in the corner until now, unless a company typed its own number there.
SHIPPED = """
warranty_card B-42b, service_voucher B-01, user_registration B-42a, quality_card B-42c,
customer_bag B-10, complaint_application B-25, quality_feedback B-30,
service_request B-44, part_plan B-65, urgent_parts B-64, old_part_list B-66,
old_part_notice B-66, receipt B-18, information_book B-15, service_registration B-36,
requisition B-17, return_list B-31, handover B-32, goods_handover B-45,
transfer_sheet B-34, joint_inspection B-33, nonconforming B-28, service_ledger B-46,
grade_certificate O-32, training_record O-33, dispatch_order B-16, acknowledgement B-46,
repair_record B-27, coach_report B-47, extra_work D-41, service_report B-35,
market_support B-55, trip_record B-56, service_feedback B-57, reception B-48,
task_order B-48
"""


def migrate(cr, version):
    """Empty the numbers that stand as they were shipped."""
    for pair in SHIPPED.replace("\n", " ").split(","):
        name, number = pair.split()
        cr.execute(
            "UPDATE aftersales_form SET form_number = NULL FROM ir_model_data data"
            " WHERE data.module = 'aftersales_service' AND data.name = %s"
            " AND data.model = 'aftersales.form' AND data.res_id = aftersales_form.id"
            " AND form_number = %s",
            [f"form_{name}", number],
        )
    # The text of an approved version stands; presets and drafts cited where they are from.
    cr.execute(
        "UPDATE aftersales_sla_version version SET citation = NULL"
        " FROM aftersales_sla_policy policy WHERE version.policy_id = policy.id"
        " AND version.citation = policy.source"
        " AND (policy.is_template OR version.state = 'draft')"
    )
