"""Which departments hear of quality problems (S-26), which presets ask for a joint team
(S-35) and for a check before filing (O-25). Data files leave records alone that exist; what
companies made of them stays as it is."""

from odoo import SUPERUSER_ID, api

_HEAR = ("quality_representative", "technical_department", "production")


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name in _HEAR:
        if role := _find(env, f"role_{name}"):
            role.hears_problems = True
    _fill(env, "sla_version_ps_10", "joint_team S-35", joint_team=True)
    _fill(
        env,
        "sla_version_ps_15",
        "check_role_id filing_role_id O-25",
        check_role_id=_find(env, "role_quality_control").id,
        filing_role_id=_find(env, "role_archive").id,
    )
    _fill_parties(env, "sla_version_ps_05", "role_return_team", "role_cs_team_leader")


def _fill_parties(env, preset, *roles):
    """Who inspects returned goods at a maker of medical devices (O-20, R-13)."""
    version = _find(env, preset)
    if version and not version.inspection_role_ids:
        env.cr.executemany(
            "INSERT INTO aftersales_sla_version_inspection_rel VALUES (%s, %s)",
            [(version.id, _find(env, role).id) for role in roles],
        )
        lines = filter(None, [version.source, "inspection_role_ids O-20 R-13"])
        version._write({"source": "\n".join(lines)})


def _find(env, name):
    return env.ref(f"aftersales_service.{name}", raise_if_not_found=False)


def _fill(env, preset, source, **values):
    """By `_write`: an approved version is changed by nobody but an upgrade."""
    version = _find(env, preset)
    if version and not any(version[name] for name in values):
        lines = filter(None, [version.source, source])
        version._write(values | {"source": "\n".join(lines)})
