"""The register of filings at work: an access, a licence, an order in progress, an incident.

Runs after desk.py in the same shell.
"""


def filings(kind, name, field="name"):
    return env[f"aftersales.icp.{kind}"].search([(field, "=", name)], limit=1)


def province(name):
    return env["aftersales.icp.province"].search(
        [("name", "=like", f"{name}%")], limit=1
    )


def connect_website():
    """The shop of the cloud company stands with a provider until next month."""
    provider = env["res.partner"].create(
        {"name": "东方云接入服务有限公司", "is_company": True}
    )
    access = env["aftersales.icp.access"].create(
        {
            "service_id": filings("service", "云帆科技官网").id,
            "provider_id": provider.id,
            "account": "yunfan-admin",
            "ip_ranges": "203.0.113.10-203.0.113.12",
            "place_ids": [Command.set(province("浙江").ids)],
            "paid_until": fields.Date.today() + timedelta(days=25),
        }
    )
    access.action_file()
    access.action_activate()
    return provider


def hold_licence():
    subject = filings("service", "云帆科技官网").subject_id
    licence = env["aftersales.icp.licence"].create(
        {
            "partner_id": subject.partner_id.id,
            "subject_id": subject.id,
            "number": "浙B2-20220815",
            "province_ids": [Command.set(province("浙江").ids)],
        }
    )
    licence.action_apply()
    licence.valid_from = fields.Date.today() - timedelta(days=4 * 365)
    licence.action_grant()


def order_first_filing(provider):
    """The medical company has just begun; its papers are being collected."""
    service = filings("service", "岷江医疗官网")
    env["aftersales.icp.order"].create(
        {
            "kind": "first",
            "subject_id": service.subject_id.id,
            "service_ids": [Command.set(service.ids)],
            "provider_id": provider.id,
        }
    )


def name_people():
    """Numbers of certificates stay empty: a demo has no personal data."""
    for subject, person in (
        ("云帆科技官网", "沈佳怡"),
        ("岷江医疗官网", "周文博"),
    ):
        service = filings("service", subject)
        env["aftersales.icp.person"].create(
            {"name": person, "subject_id": service.subject_id.id}
        )


if "aftersales.icp.subject" in env:
    order_first_filing(connect_website())
    hold_licence()
    name_people()
    env.cr.commit()
