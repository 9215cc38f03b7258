from odoo import SUPERUSER_ID, api

CALENDAR = "resource_calendar_makeup.calendar_china"
# What the tables of the presets say now and said nothing of before.
PRESETS = {
    "sla_version_ps_09": {"wrong_return_freight": "salesperson"},
    "sla_version_ps_14": {"walk_round": True},
    "sla_rule_ps_06_t_26": {"per_unit": True},
    "sla_rule_ps_10_t_40": {"per_unit": True},
}


def migrate(cr, version):
    """Switches of service policies that were stored and asked by nobody do what they say
    from here on. Where nobody chose a value (no source names the switch) it becomes the
    one that changes nothing: any discount, old parts as the product says."""
    cr.execute("""
        UPDATE aftersales_sla_version SET discount_tolerance = 100
        WHERE COALESCE(discount_tolerance, 0) = 0
          AND COALESCE(source, '') NOT LIKE '%discount_tolerance%'
    """)
    cr.execute("""
        UPDATE aftersales_sla_version SET old_part_rule = 'by_product'
        WHERE old_part_rule = 'all_back'
          AND COALESCE(source, '') NOT LIKE '%old_part_rule%'
    """)
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name, values in PRESETS.items():
        preset = env.ref(f"aftersales_service.{name}", raise_if_not_found=False)
        if preset:
            preset.write(values)
    calendar = env.ref(CALENDAR, raise_if_not_found=False)
    for name in ("sla_rule_ps_06_t_26", "sla_rule_ps_12_t_34"):
        rule = env.ref(f"aftersales_service.{name}", raise_if_not_found=False)
        if rule and calendar and not rule.calendar_id:
            rule.calendar_id = calendar
