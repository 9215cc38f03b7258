"""Personas and builders. Another add-on may import them for tests of its own."""

from base64 import b64encode

from odoo import Command
from odoo.tests import TransactionCase, new_test_user

GROUP = "aftersales_service.aftersales_service_group_"
# The smallest PNG there is: one transparent pixel.
SIGNATURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
ROLES = ("technician", "dispatcher", "warehouse", "finance", "manager", "auditor")


class AfterSalesCommon(TransactionCase):
    """A company with stock, a fee card, one person per role and one delivered machine."""

    chart = None  # another chart of accounts than that of the database

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(
            context=dict(
                cls.env.context,
                tracking_disable=True,
                no_reset_password=True,
                lang="en_US",
            )
        )
        cls.env["res.groups"]._aftersales_switch_all(on=True)
        cls.company = cls.env.company
        if cls.chart:
            cls.env["account.chart.template"].try_loading(
                cls.chart, company=cls.company, install_demo=False
            )
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        users = cls.make_staff()
        cls.technician, cls.dispatcher = users["technician"], users["dispatcher"]
        cls.keeper, cls.accountant = users["warehouse"], users["finance"]
        cls.director, cls.inspector = users["manager"], users["auditor"]
        cls.colleague = users.pop("colleague")
        cls.users = users
        cls.labour = cls.env["product.product"].create(
            {
                "name": "工时费",
                "type": "service",
                "invoice_policy": "delivery",
                "list_price": 120,
                "taxes_id": False,
            }
        )
        cls.part = cls.make_part("轴承6205", 28, 11, stock=20)
        cls.machine = cls.env["product.product"].create(
            {
                "name": "三相异步电动机",
                "default_code": "YJ-90L-T",
                "is_storable": True,
                "tracking": "serial",
                "aftersales_is_device": True,
                "aftersales_warranty_months": 12,
            }
        )
        card = cls.env["product.pricelist"].create(
            {"name": "收费标准卡", "currency_id": cls.company.currency_id.id}
        )
        cls.company.write(
            {
                "aftersales_pricelist_id": card.id,
                "aftersales_labour_product_id": cls.labour.id,
            }
        )
        cls.li = cls.make_technician("李强", cls.technician)
        cls.zhao = cls.make_technician("赵刚", cls.colleague)
        cls.customer = cls.env["res.partner"].create(
            {"name": "齐鲁泵业有限公司", "is_company": True, "phone": "0531-88881234"}
        )

    @classmethod
    def make_staff(cls):
        """{role: user}, with a colleague of the technician. `scripts/test` has made them once
        for all classes; what is missing is made here."""
        staff = {f"as_{role}": role for role in ROLES} | {"colleague": "technician"}
        users = cls.env["res.users"].search([("login", "in", list(staff))])
        missing = staff.keys() - set(users.mapped("login"))
        users |= users.create(
            [cls._prepare_user(staff[login], login) for login in sorted(missing)]
        )
        return {user.login.removeprefix("as_"): user for user in users}

    @classmethod
    def _prepare_user(cls, role, login):
        groups = cls.env.ref("base.group_user") | cls.env.ref(GROUP + role)
        return {
            "name": login,
            "login": login,
            "password": login.ljust(8, "x"),
            "email": f"{login}@example.com",
            "lang": "en_US",
            "tz": "Asia/Shanghai",
            "group_ids": [Command.set(groups.ids)],
        }

    @classmethod
    def make_user(cls, role, login=None, **vals):
        return new_test_user(
            cls.env,
            login=login or f"as_{role}",
            groups=f"base.group_user,{GROUP}{role}",
            lang="en_US",
            tz="Asia/Shanghai",
            **vals,
        )

    def assert_key_goes_to(self, partner, record, key):
        """What was mailed has ``key`` for ``partner`` alone; what stays under ``record``
        has it for nobody."""
        messages = record.sudo().message_ids
        self.assertNotIn(key, str(messages.mapped("body")))
        mails = self.env["mail.mail"].sudo()
        mails = mails.search([("mail_message_id", "in", messages.ids)])
        told = mails.filtered(lambda mail: key in (mail.body_html or ""))
        self.assertEqual(told.recipient_ids, partner)

    @classmethod
    def make_part(cls, name, price, cost, stock=0, **vals):
        part = cls.env["product.product"].create(
            {
                "name": name,
                "is_storable": True,
                "aftersales_is_part": True,
                "list_price": price,
                "standard_price": cost,
                "invoice_policy": "delivery",
                "taxes_id": False,
            }
            | vals
        )
        if stock:
            cls.add_stock(part, stock)
        return part

    @classmethod
    def charge_in_foreign_money(cls, rate=0.125):
        """The fee card is in another currency, of which ``rate`` are one of the company's."""
        usd = cls.env.ref("base.USD")
        own = cls.company.currency_id
        foreign = cls.env.ref("base.EUR") if own == usd else usd
        foreign.active = True
        foreign.rate_ids.unlink()
        cls.env["res.currency.rate"].create(
            {
                "currency_id": foreign.id,
                "name": "2020-01-01",
                "rate": rate,
                "company_id": cls.company.id,
            }
        )
        cls.company.aftersales_pricelist_id = cls.env["product.pricelist"].create(
            {"name": "出口价目表", "currency_id": foreign.id}
        )
        return foreign

    @classmethod
    def add_stock(cls, product, quantity, lot=None):
        cls.env["stock.quant"]._update_available_quantity(
            product, cls.warehouse.lot_stock_id, quantity, lot_id=lot
        )

    @classmethod
    def make_technician(cls, name, user, **vals):
        return cls.env["aftersales.technician"].create(
            {"name": name, "user_id": user.id, "examined": True, "grade": "senior"}
            | vals
        )

    @classmethod
    def make_calendar(cls, days, *shifts):
        """Working hours of Shanghai: ``shifts`` (from, to) on each of ``days``, 0: Monday."""
        return cls.env["resource.calendar"].create(
            {
                "name": "T",
                "tz": "Asia/Shanghai",
                "attendance_ids": [
                    Command.create(
                        {
                            "name": f"{day} {begin}",
                            "dayofweek": str(day),
                            "hour_from": begin,
                            "hour_to": end,
                        }
                    )
                    for day in days
                    for begin, end in shifts
                ],
            }
        )

    @classmethod
    def make_lots(cls, product, *names):
        lots = cls.env["stock.lot"].create(
            [{"name": name, "product_id": product.id} for name in names]
        )
        for lot in lots:
            cls.add_stock(product, 1, lot)
        return lots

    @classmethod
    def deliver(cls, product, *serials, customer=None):
        """Sell and deliver ``serials`` of ``product``; return the delivery."""
        cls.make_lots(product, *serials)
        order = cls.env["sale.order"].create(
            {
                "partner_id": (customer or cls.customer).id,
                "order_line": [
                    Command.create(
                        {"product_id": product.id, "product_uom_qty": len(serials)}
                    )
                ],
            }
        )
        order.action_confirm()
        picking = order.picking_ids
        picking.action_assign()
        picking.move_ids.picked = True
        picking._action_done()
        return picking

    @classmethod
    def make_device(cls, serial="YJ260900001", **vals):
        """A device that never was in our stock; without coverage unless asked for."""
        coverage = vals.pop("coverage", {})
        return cls.env["aftersales.device"]._register_batch(
            [
                {
                    "serial": serial,
                    "product_id": cls.machine.id,
                    "partner_id": cls.customer.id,
                    "coverage": coverage,
                }
                | vals
            ]
        )

    def make_order(self, device=None, **vals):
        return (
            self.env["aftersales.order"]
            .with_user(self.dispatcher)
            .create(
                {
                    "device_id": device and device.id,
                    "partner_id": self.customer.id,
                    "fault": "异响",
                }
                | vals
            )
        )

    def make_visit(self, order, technician=None):
        technician = technician or self.li
        visit = (
            self.env["aftersales.visit"]
            .with_user(self.dispatcher)
            .create({"order_id": order.id, "technician_id": technician.id})
        )
        return visit.with_user(technician.user_id)

    def make_bank_file(self, *moves):
        """A statement of the bank that the accountant has not read in yet; ``moves`` are
        (day, amount that came in, payer, remark)."""
        rows = ["交易日期,收入,支出,余额,对方户名,对方账号,附言"]
        rows += [
            f"{day},{money:.2f},,,{payer},37001,{remark}"
            for day, money, payer, remark in moves
        ]
        return (
            self.env["aftersales.bank.file"]
            .with_user(self.accountant)
            .create(
                {
                    "name": "流水.csv",
                    "data": b64encode("\n".join(rows).encode("gb18030")),
                    "journal_id": self.company._aftersales_find("bank").id,
                }
            )
        )

    def make_requisition(self, visit, *parts):
        """``parts`` are (product, quantity); submitted by the visit's technician."""
        requisition = (
            self.env["aftersales.requisition"]
            .with_user(visit.env.user)
            .create(
                {
                    "visit_id": visit.id,
                    "line_ids": [
                        Command.create({"product_id": part.id, "quantity": quantity})
                        for part, quantity in parts or [(self.part, 2)]
                    ],
                }
            )
        )
        requisition.action_submit()
        return requisition

    def issue(self, requisition):
        requisition.with_user(self.keeper).action_issue()

    def go_to_work(self, visit, consent=None):
        visit.consent_name = consent
        visit.action_contact()
        visit.action_leave()
        visit.action_arrive()
        visit.action_start()

    def finish(self, visit, **used):
        """Findings, used quantities by line (``{line: quantity}`` as ``used``), work ended."""
        visit.write(
            {
                "cause": "轴承磨损",
                "action_taken": "更换轴承",
                "tested": True,
                "instructed": True,
                "is_ours": visit.is_ours or "yes",
            }
        )
        if visit.order_id.cause == "unknown" and visit.found_cause == "unknown":
            visit.found_cause = "material"
        for line, quantity in used.get("used", {}).items():
            line.with_user(visit.env.user).quantity_to_use = quantity
        visit.action_finish()

    def sign(self, visit, satisfaction="4"):
        visit.write(
            {
                "signature": SIGNATURE,
                "signed_by": "张主任",
                "satisfaction": satisfaction,
            }
        )
        visit.action_sign()
