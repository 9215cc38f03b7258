from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import AfterSalesCommon

# What each role may do on each model: letters of read, write, create, unlink. Read means
# records of the own company; a technician reads his own jobs only (see the tests below).
MATRIX = {
    "aftersales.unit": {
        "technician": "r",
        "dispatcher": "r",
        "warehouse": "r",
        "finance": "r",
        "manager": "rwcu",
        "auditor": "r",
    },
    "aftersales.role": {
        "technician": "r",
        "dispatcher": "r",
        "warehouse": "r",
        "finance": "r",
        "manager": "rwcu",
        "auditor": "r",
    },
    "aftersales.role.holder": {
        "technician": "r",
        "dispatcher": "r",
        "warehouse": "r",
        "finance": "r",
        "manager": "rwcu",
        "auditor": "r",
    },
    "aftersales.form": {
        "technician": "r",
        "dispatcher": "r",
        "warehouse": "r",
        "finance": "r",
        "manager": "rwcu",
        "auditor": "r",
    },
    "aftersales.form.copy": {
        "technician": "r",
        "dispatcher": "r",
        "warehouse": "r",
        "finance": "r",
        "manager": "rwcu",
        "auditor": "r",
    },
    "aftersales.import.heading": {
        "technician": "r",
        "dispatcher": "r",
        "warehouse": "r",
        "finance": "r",
        "manager": "rwcu",
        "auditor": "r",
    },
    "aftersales.import": {
        "technician": "",
        "dispatcher": "rwcu",
        "warehouse": "",
        "finance": "",
        "manager": "rwcu",
        "auditor": "",
    },
    "aftersales.import.line": {
        "technician": "",
        "dispatcher": "rwcu",
        "warehouse": "",
        "finance": "",
        "manager": "rwcu",
        "auditor": "",
    },
    "aftersales.device": {
        "technician": "r",
        "dispatcher": "rwc",
        "warehouse": "r",
        "finance": "r",
        "manager": "rwc",
        "auditor": "r",
    },
    "aftersales.coverage": {
        "technician": "r",
        "dispatcher": "r",
        "warehouse": "r",
        "finance": "r",
        "manager": "rw",
        "auditor": "r",
    },
    "aftersales.technician": {
        "technician": "r",
        "dispatcher": "r",
        "warehouse": "r",
        "finance": "r",
        "manager": "rwc",
        "auditor": "r",
    },
    "aftersales.order": {
        "technician": "r",
        "dispatcher": "rwc",
        "warehouse": "r",
        "finance": "r",
        "manager": "rwc",
        "auditor": "r",
    },
    "aftersales.visit": {
        "technician": "rw",
        "dispatcher": "rwc",
        "warehouse": "r",
        "finance": "r",
        "manager": "rwc",
        "auditor": "r",
    },
    "aftersales.requisition": {
        "technician": "rwc",
        "dispatcher": "rwc",
        "warehouse": "rw",
        "finance": "r",
        "manager": "rwc",
        "auditor": "r",
    },
    "aftersales.requisition.line": {
        "technician": "rwcu",
        "dispatcher": "rwcu",
        "warehouse": "rw",
        "finance": "r",
        "manager": "rwcu",
        "auditor": "r",
    },
    "aftersales.fee": {
        "technician": "r",
        "dispatcher": "rwc",
        "warehouse": "r",
        "finance": "rwc",
        "manager": "rwc",
        "auditor": "r",
    },
    "aftersales.fee.share": {
        "technician": "r",
        "dispatcher": "rwcu",
        "warehouse": "r",
        "finance": "rwcu",
        "manager": "rwcu",
        "auditor": "r",
    },
    "aftersales.cost.kind": {
        "technician": "r",
        "dispatcher": "r",
        "warehouse": "r",
        "finance": "r",
        "manager": "rwcu",
        "auditor": "r",
    },
    "aftersales.brand": {
        "technician": "r",
        "dispatcher": "r",
        "warehouse": "r",
        "finance": "r",
        "manager": "rwcu",
        "auditor": "r",
    },
    "aftersales.warranty.policy": {
        "technician": "r",
        "dispatcher": "r",
        "warehouse": "r",
        "finance": "r",
        "manager": "rwcu",
        "auditor": "r",
    },
    "aftersales.warranty.version": {
        "technician": "r",
        "dispatcher": "r",
        "warehouse": "r",
        "finance": "r",
        "manager": "rwcu",
        "auditor": "r",
    },
    "aftersales.warranty.term": {
        "technician": "r",
        "dispatcher": "r",
        "warehouse": "r",
        "finance": "r",
        "manager": "rwcu",
        "auditor": "r",
    },
    "aftersales.statutory.rule": {
        "technician": "r",
        "dispatcher": "r",
        "warehouse": "r",
        "finance": "r",
        "manager": "rwcu",
        "auditor": "r",
    },
    "aftersales.public.attempt": {
        "technician": "",
        "dispatcher": "",
        "warehouse": "",
        "finance": "",
        "manager": "",
        "auditor": "",
    },
    "aftersales.coverage.event": {
        "technician": "r",
        "dispatcher": "r",
        "warehouse": "r",
        "finance": "r",
        "manager": "r",
        "auditor": "r",
    },
    "aftersales.decision": {
        "technician": "r",
        "dispatcher": "r",
        "warehouse": "r",
        "finance": "r",
        "manager": "r",
        "auditor": "r",
    },
    "aftersales.decision.line": {
        "technician": "r",
        "dispatcher": "r",
        "warehouse": "r",
        "finance": "r",
        "manager": "r",
        "auditor": "r",
    },
    "aftersales.decision.override": {
        "technician": "r",
        "dispatcher": "r",
        "warehouse": "r",
        "finance": "r",
        "manager": "rwc",
        "auditor": "r",
    },
    "aftersales.device.event": {
        "technician": "r",
        "dispatcher": "r",
        "warehouse": "r",
        "finance": "r",
        "manager": "r",
        "auditor": "r",
    },
    "aftersales.device.part": {
        "technician": "r",
        "dispatcher": "r",
        "warehouse": "r",
        "finance": "r",
        "manager": "r",
        "auditor": "r",
    },
}
OPERATIONS = {"r": "read", "w": "write", "c": "create", "u": "unlink"}


class TestAccessMatrix(AfterSalesCommon):
    def test_matrix(self):
        wrong = []
        for model, roles in MATRIX.items():
            for role, letters in roles.items():
                records = self.env[model].with_user(self.users[role])
                for letter, operation in OPERATIONS.items():
                    if records.has_access(operation) != (letter in letters):
                        wrong.append(f"{role} {operation} {model}")
        self.assertFalse(wrong)

    def test_every_model_of_ours_is_in_the_matrix(self):
        ours = {
            name
            for name, model in self.env.items()
            if name.startswith("aftersales.")
            and model._original_module == "aftersales_service"
            and not model._abstract
            and not model._transient
        }
        self.assertEqual(ours, set(MATRIX))

    def test_plain_employee_sees_nothing(self):
        outsider = self.env["res.users"].create(
            {
                "name": "行政",
                "login": "as_outsider",
                "group_ids": [Command.set([self.env.ref("base.group_user").id])],
            }
        )
        for model in MATRIX:
            self.assertFalse(
                self.env[model].with_user(outsider).has_access("read"), model
            )

    def test_no_group_is_given_to_everybody(self):
        everybody = self.env.ref("base.group_user")
        ours = (
            self.env["res.groups"]
            .search([])
            .filtered(
                lambda g: (g.get_external_id()[g.id] or "").startswith(
                    "aftersales_service."
                )
            )
        )
        self.assertFalse(ours & everybody.all_implied_ids)
        default = self.env.ref("base.default_user_group", raise_if_not_found=False)
        if default:
            self.assertFalse(ours & default.all_implied_ids)


class TestOwnJobs(AfterSalesCommon):
    """A technician works on what is his; a colleague's jobs do not exist for him."""

    def setUp(self):
        super().setUp()
        self.order = self.make_order(service_type="c")
        self.visit = self.make_visit(self.order)
        self.requisition = self.make_requisition(self.visit)
        self.theirs = {
            record._name: record.ids
            for record in (
                self.order,
                self.visit,
                self.requisition,
                self.requisition.line_ids,
                self.order.fee_ids,
                self.order.fee_ids.share_ids,
            )
        }

    def test_owner_reads_them(self):
        for model, ids in self.theirs.items():
            self.assertTrue(
                self.env[model]
                .with_user(self.technician)
                .browse(ids)
                .has_access("read"),
                model,
            )

    def test_colleague_does_not_find_them(self):
        for model, ids in self.theirs.items():
            found = (
                self.env[model].with_user(self.colleague).search([("id", "in", ids)])
            )
            self.assertFalse(found, model)

    def test_colleague_does_not_read_them_by_id(self):
        for model, ids in self.theirs.items():
            with self.assertRaises(AccessError, msg=model):
                self.env[model].with_user(self.colleague).browse(ids).read(
                    ["create_date"]
                )

    def test_colleague_presses_no_button_of_theirs(self):
        for action in ("action_contact", "action_cancel", "action_close"):
            with self.assertRaises(AccessError, msg=action):
                getattr(self.visit.with_user(self.colleague), action)()

    def test_every_other_role_sees_the_company(self):
        for user in (self.dispatcher, self.keeper, self.accountant, self.inspector):
            for model, ids in self.theirs.items():
                self.assertTrue(
                    self.env[model].with_user(user).search([("id", "in", ids)]), model
                )

    def test_auditor_reads_the_stock_moves_and_changes_nothing(self):
        moves = self.requisition.sudo().picking_ids.move_ids.with_user(self.inspector)
        self.assertTrue(moves.read(["product_uom_qty"]))
        with self.assertRaises(AccessError):
            moves.write({"product_uom_qty": 9})


@tagged("post_install", "-at_install")
class TestCompanies(AfterSalesCommon):
    """Company 1 never sees company 2."""

    def test_second_company_is_ready_and_apart(self):
        other = self.env["res.company"].create({"name": "二厂"})
        self.assertTrue(other.aftersales_location_id)
        self.assertEqual(other.aftersales_warranty_location_id.usage, "production")
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", other.id)], limit=1
        )
        self.assertEqual(warehouse.aftersales_issue_type_id.company_id, other)
        stranger = self.make_user(
            "manager",
            login="as_stranger",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        order = self.make_order(self.make_device(), service_type="c")
        visit = self.make_visit(order)
        requisition = self.make_requisition(visit)
        records = (
            order,
            visit,
            requisition,
            requisition.line_ids,
            order.fee_ids,
            order.fee_ids.share_ids,
            order.device_id,
            self.li,
        )
        for record in records:
            found = (
                self.env[record._name]
                .with_user(stranger)
                .search([("id", "in", record.ids)])
            )
            self.assertFalse(found, record._name)
            with self.assertRaises(AccessError, msg=record._name):
                record.with_user(stranger).read(["create_date"])

    def test_a_job_does_not_mix_companies(self):
        other = self.env["res.company"].create({"name": "二厂"})
        device = self.make_device("X-1", company_id=other.id, partner_id=False)
        with self.assertRaisesRegex(Exception, "X-1|compan"):
            self.make_order(device)
