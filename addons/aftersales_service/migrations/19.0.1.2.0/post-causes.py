"""Two presets say more about causes (W-12, W-19). What is in force says nothing of a next
step, so nobody is told anything about it until a new version does."""

from odoo.tools import SQL

_PRESETS = (
    ("sla_version_ps_05", "cause_step", "tell", "block", "cause_step W-19"),
    ("sla_version_ps_07", "free_causes", "wear", "made", "free_causes W-12"),
)


def migrate(cr, version):
    cr.execute(
        """
        UPDATE aftersales_sla_version version
           SET cause_step = 'none'
          FROM aftersales_sla_policy policy
         WHERE policy.id = version.policy_id
           AND policy.is_template IS NOT TRUE
           AND version.state != 'draft'
           AND version.cause_step = 'tell'
        """
    )
    for xmlid, switch, before, value, source in _PRESETS:
        cr.execute(
            SQL(
                """
                UPDATE aftersales_sla_version
                   SET %(switch)s = %(value)s,
                       source = concat_ws(E'\n', NULLIF(source, ''), %(source)s)
                 WHERE %(switch)s = %(before)s
                   AND id = (
                       SELECT res_id FROM ir_model_data
                        WHERE module = 'aftersales_service' AND name = %(xmlid)s
                   )
                """,
                switch=SQL.identifier(switch),
                value=value,
                before=before,
                source=source,
                xmlid=xmlid,
            )
        )
