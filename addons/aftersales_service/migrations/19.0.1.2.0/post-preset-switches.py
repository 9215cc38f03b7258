"""Presets got a switch more: a word before leaving (D-36), capability first (S-17), answers
(S-28) and cost (O-23) before dispatch and quotation. Data files leave presets alone that
exist; what companies made of them stays as it is."""

from odoo.tools import SQL

_SWITCHES = (
    ("sla_version_ps_07", "report_before_leaving", "report_before_leaving D-36"),
    ("sla_version_ps_15", "capability_first", "capability_first S-17"),
    ("sla_version_ps_11", "answer_first", "answer_first S-28"),
    ("sla_version_ps_11", "cost_approval", "cost_approval O-23"),
)


def migrate(cr, version):
    for xmlid, switch, source in _SWITCHES:
        cr.execute(
            SQL(
                """
                UPDATE aftersales_sla_version
                   SET %(switch)s = TRUE,
                       source = concat_ws(E'\n', NULLIF(source, ''), %(source)s)
                 WHERE %(switch)s IS NOT TRUE
                   AND id = (
                       SELECT res_id FROM ir_model_data
                        WHERE module = 'aftersales_service' AND name = %(xmlid)s
                   )
                """,
                switch=SQL.identifier(switch),
                source=source,
                xmlid=xmlid,
            )
        )
