"""A company works with both add-ons: a program for an odoo shell, which gives it `env`.

It has no demo data, so all that lies in the database afterwards is either ours or the
company's own, and the company's own must outlive us.
"""

from odoo import Command, fields

GROUP = "aftersales_service.aftersales_service_group_"
# The smallest PNG there is: one transparent pixel.
SIGNATURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


class Company:
    """People, goods and a fee card."""

    def __init__(self, env):
        self.env = env
        self.warehouse = env["stock.warehouse"].search([], limit=1)
        self.people = {
            role: self.hire(role)
            for role in ("dispatcher", "technician", "warehouse", "finance")
        }
        self.part = self.make_product("轴承6205", aftersales_is_part=True)
        self.machine = self.make_product(
            "三相异步电动机",
            tracking="serial",
            aftersales_is_device=True,
            aftersales_warranty_months=12,
        )
        labour = env["product.product"].create(
            {"name": "工时费", "type": "service", "list_price": 120}
        )
        card = env["product.pricelist"].create({"name": "收费标准卡"})
        env.company.write(
            {
                "aftersales_labour_product_id": labour.id,
                "aftersales_pricelist_id": card.id,
            }
        )
        self.technician = env["aftersales.technician"].create(
            {
                "name": "李强",
                "user_id": self.people["technician"].id,
                "examined": True,
            }
        )
        self.customer = env["res.partner"].create(
            {"name": "齐鲁泵业有限公司", "is_company": True}
        )

    def hire(self, role):
        return self.env["res.users"].create(
            {
                "name": role,
                "login": f"worker_{role}",
                "group_ids": [
                    Command.set(
                        [
                            self.env.ref("base.group_user").id,
                            self.env.ref(GROUP + role).id,
                        ]
                    )
                ],
            }
        )

    def make_product(self, name, **vals):
        product = self.env["product.product"].create(
            {
                "name": name,
                "is_storable": True,
                "list_price": 28,
                "standard_price": 11,
                "invoice_policy": "delivery",
                **vals,
            }
        )
        if not vals.get("tracking"):
            self.stock_up(product, 20)
        return product

    def stock_up(self, product, quantity, lot=None):
        self.env["stock.quant"]._update_available_quantity(
            product, self.warehouse.lot_stock_id, quantity, lot_id=lot
        )

    def deliver_machine(self, serial):
        """Sold and delivered: the device is born with the delivery."""
        lot = self.env["stock.lot"].create(
            {"name": serial, "product_id": self.machine.id}
        )
        self.stock_up(self.machine, 1, lot)
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [Command.create({"product_id": self.machine.id})],
            }
        )
        order.action_confirm()
        order.picking_ids.action_assign()
        order.picking_ids.move_ids.picked = True
        order.picking_ids._action_done()
        return self.env["aftersales.device"].search([("lot_id", "=", lot.id)])

    def register_old_machine(self, serial):
        """Sold before this system: no lot, no warranty, so the customer pays."""
        return self.env["aftersales.device"]._register_batch(
            [
                {
                    "serial": serial,
                    "product_id": self.machine.id,
                    "partner_id": self.customer.id,
                    "coverage": {},
                }
            ]
        )


class Job:
    """A service order with its visit and requisition; each step as the person who does it."""

    def __init__(self, company, device):
        self.company = company
        self.order = self.as_("dispatcher", "aftersales.order").create(
            {
                "device_id": device.id,
                "partner_id": company.customer.id,
                "fault": "运行异响",
            }
        )
        self.visit = self.as_("dispatcher", "aftersales.visit").create(
            {"order_id": self.order.id, "technician_id": company.technician.id}
        )
        self.visit = self.visit.with_user(company.people["technician"])
        line = Command.create({"product_id": company.part.id, "quantity": 2})
        self.requisition = self.as_("technician", "aftersales.requisition").create(
            {"visit_id": self.visit.id, "line_ids": [line]}
        )
        self.requisition.action_submit()

    def as_(self, role, model):
        return self.company.env[model].with_user(self.company.people[role])

    def quote(self):
        self.order.action_create_quotation()
        sale = self.order.sudo().sale_order_ids
        sale.action_quotation_sent()
        sale.write({"signed_by": "刘经理", "signed_on": fields.Datetime.now()})
        sale.action_confirm()
        return self

    def issue(self):
        self.requisition.with_user(self.company.people["warehouse"]).action_issue()
        return self

    def work(self):
        self.visit.consent_name = "刘经理"
        self.visit.action_contact()
        self.visit.action_leave()
        self.visit.action_arrive()
        self.visit.action_start()
        findings = {"cause": "轴承磨损", "action_taken": "更换轴承"}
        facts = {"is_ours": "yes", "found_cause": "material"}
        self.visit.write({**findings, **facts, "tested": True, "instructed": True})
        self.requisition.line_ids.quantity_to_use = 1
        self.visit.action_finish()
        return self

    def sign(self):
        paper = {"signature": SIGNATURE, "signed_by": "刘经理", "satisfaction": "4"}
        self.visit.write(paper)
        self.visit.action_sign()
        self.visit.action_close()
        return self

    def bring_back(self):
        self.requisition.action_return_unused()
        keeper = self.requisition.with_user(self.company.people["warehouse"])
        keeper.action_receive_return()
        keeper.action_reconcile()
        return self

    def invoice(self):
        move = self.order.sudo().sale_order_ids._create_invoices()
        move.action_post()
        self.company.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=move.ids
        ).create({})._create_payments()
        return self


def register_filings(company):
    """One filing on file with its website, one draft."""
    subject = company.env["aftersales.icp.subject"].create(
        {"partner_id": company.customer.id, "number": "浙ICP备2021004518号"}
    )
    subject.action_file()
    company.env["aftersales.icp.service"].create(
        {"name": "官网", "subject_id": subject.id, "number": "浙ICP备2021004518号-1"}
    )
    company.env["aftersales.icp.subject"].create(
        {"partner_id": company.env.company.partner_id.id}
    )


def leave_traces(env, record):
    """What people hang on any record of any model, in tables that are not ours."""
    model = record._name
    record.activity_schedule("mail.mail_activity_data_todo", summary="回访")
    record.message_post(body="已联系客户", subtype_xmlid="mail.mt_note")
    record.message_subscribe(env.company.partner_id.ids)
    env["ir.attachment"].create(
        {"name": "现场.txt", "raw": b"x", "res_model": model, "res_id": record.id}
    )
    env["ir.filters"].create({"name": "我的", "model_id": model, "domain": "[]"})
    env["ir.exports"].create(
        {
            "name": "导出",
            "resource": model,
            "export_fields": [Command.create({"name": "id"})],
        }
    )
    env["ir.default"].set(model, "note" if "note" in record else "fault", "默认")
    env["mail.template"].create(
        {"name": "通知", "model_id": env["ir.model"]._get_id(model)}
    )
    env["ir.actions.server"].create(
        {
            "name": "动作",
            "model_id": env["ir.model"]._get_id(model),
            "state": "code",
            "code": "pass",
        }
    ).create_action()


def work(env):
    company = Company(env)
    Job(company, company.deliver_machine("YJ260900001")).issue().work().sign()
    job = Job(company, company.register_old_machine("YJ200100001")).quote().issue()
    job.work().sign().bring_back().invoice().order.action_close()
    Job(company, company.deliver_machine("YJ260900002")).issue()
    Job(company, company.register_old_machine("YJ200100002"))
    register_filings(company)
    leave_traces(env, job.order.with_env(env))
    leave_traces(env, env["aftersales.icp.subject"].search([], limit=1))
    env.cr.commit()


work(env)  # noqa: F821
