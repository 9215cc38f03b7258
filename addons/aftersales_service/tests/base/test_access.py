from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import AfterSalesCommon

# What each role may do on each model: letters of read, write, create, unlink. Read means
# records of the own company; a technician reads his own jobs only (see the tests below).
TABLE = """
aftersales.unit               r     r     r     r     rwcu  r
aftersales.role               r     r     r     r     rwcu  r
aftersales.role.holder        r     r     r     r     rwcu  r
aftersales.form               r     r     r     r     rwcu  r
aftersales.form.copy          r     r     r     r     rwcu  r
aftersales.import.heading     r     r     r     r     rwcu  r
aftersales.import             -     rwcu  -     rwcu  rwcu  -
aftersales.import.line        -     rwcu  -     rwcu  rwcu  -
aftersales.import.alias       -     rwcu  -     rwcu  rwcu  -
aftersales.import.column      -     rwcu  -     rwcu  rwcu  -
aftersales.import.unknown     -     rwcu  -     rwcu  rwcu  -
aftersales.import.stop        -     r     -     r     r     -
aftersales.device             r     rwc   r     r     rwc   r
aftersales.coverage           r     r     r     r     rw    r
aftersales.technician         r     r     r     r     rwc   r
aftersales.order              r     rwc   r     r     rwc   r
aftersales.visit              rw    rwc   r     r     rwc   r
aftersales.requisition        rwc   rwc   rw    r     rwc   r
aftersales.requisition.line   rwcu  rwcu  rw    r     rwcu  r
aftersales.fee                r     rwc   r     rwc   rwc   r
aftersales.fee.share          r     rwcu  r     rwcu  rwcu  r
aftersales.fee.movement       r     r     r     r     r     r
aftersales.fee.card           r     r     r     rwcu  rwcu  r
aftersales.fee.card.version   r     r     r     rwcu  rwcu  r
aftersales.fee.rate           r     r     r     rwcu  rwcu  r
aftersales.cost               -     -     -     rc    r     r
aftersales.margin             -     -     -     r     r     r
aftersales.cost.kind          r     r     r     r     rwcu  r
aftersales.brand              r     r     r     r     rwcu  r
aftersales.maker.terms        r     rwc   r     r     rwcu  r
aftersales.warranty.policy    r     r     r     r     rwcu  r
aftersales.warranty.version   r     r     r     r     rwcu  r
aftersales.warranty.term      r     r     r     r     rwcu  r
aftersales.statutory.rule     r     r     r     r     rwcu  r
aftersales.public.attempt     -     -     -     -     -     -
aftersales.coverage.event     r     r     r     r     r     r
aftersales.decision           r     r     r     r     r     r
aftersales.decision.line      r     r     r     r     r     r
aftersales.decision.override  r     r     r     r     rwc   r
aftersales.cause.step         rw    rw    r     r     rw    r
aftersales.device.event       r     r     r     r     r     r
aftersales.device.part        r     r     r     r     r     r
aftersales.approval           r     r     r     r     r     r
aftersales.question           rwc   rwc   rwc   rwc   rwc   r
aftersales.question.meeting   rwcu  rwcu  rwcu  rwcu  rwcu  r
aftersales.quality.fact       -     r     -     -     r     r
aftersales.feedback.sheet     r     rwcu  r     r     rwcu  r
aftersales.feedback.line      r     r     r     r     r     r
aftersales.goodwill           r     r     r     r     r     r
aftersales.return             r     rwc   rwc   r     rwc   r
aftersales.return.line        r     rwcu  rwcu  r     rwcu  r
aftersales.custody            r     rw    rw    r     rw    r
aftersales.disposition        r     rwcu  r     r     rwcu  r
aftersales.fault              r     r     r     r     rwcu  r
aftersales.fault.part         r     r     r     r     rwcu  r
aftersales.complaint.category r     r     r     r     rwcu  r
aftersales.project            r     rwc   r     r     rwc   r
aftersales.promise            r     r     r     r     r     r
aftersales.correction         rc    rwc   r     r     rwc   r
aftersales.order.damage       r     rwcu  r     r     rwcu  r
aftersales.sla.event          r     r     r     r     rwcu  r
aftersales.sla.reason         r     r     r     r     rwcu  r
aftersales.sla.policy         r     r     r     r     rwcu  r
aftersales.sla.version        r     r     r     r     rwcu  r
aftersales.sla.approver       r     r     r     r     rwcu  r
aftersales.sla.dispatcher     r     r     r     r     rwcu  r
aftersales.sla.family         r     r     r     r     rwcu  r
aftersales.sla.step           r     r     r     r     rwcu  r
aftersales.sla.rule           r     r     r     r     rwcu  r
aftersales.sla.clock          r     r     r     r     r     r
aftersales.sla.change         r     r     r     r     r     r
aftersales.sla.recount        -     -     -     -     -     -
aftersales.time.entry         r     r     r     r     r     r
aftersales.sla.extension      rwc   rwc   r     r     rwc   r
aftersales.technician.training r    r     r     r     rwc   r
aftersales.grade.authority    r     r     r     r     rwcu  r
aftersales.visit.reason       r     r     r     r     rwcu  r
aftersales.visit.event        r     r     r     r     r     r
aftersales.visit.stamp        r     r     r     r     r     r
aftersales.visit.check        r     r     r     r     r     r
aftersales.visit.extra        rwc   rwc   r     r     rwc   r
aftersales.call.attempt       r     r     r     r     r     r
aftersales.checklist          r     r     r     r     rwcu  r
aftersales.checklist.line     r     r     r     r     rwcu  r
aftersales.register.day       -     rwc   -     -     rwc   r
aftersales.requisition.limit  r     r     r     r     rwcu  r
aftersales.part.substitute    r     r     r     r     rwcu  r
aftersales.part.supersession  r     r     r     r     rwcu  r
aftersales.part.fit           r     r     r     r     rwcu  r
aftersales.drawing            r     r     rwcu  r     rwcu  r
aftersales.drawing.spot       r     r     rwcu  r     rwcu  r
aftersales.requisition.scan   r     r     r     r     r     r
aftersales.old.part           r     r     rw    r     rw    r
aftersales.old.part.event     r     r     r     r     r     r
aftersales.old.part.receipt   r     r     rwcu  r     r     r
aftersales.old.part.receipt.line  r     r     rwcu  r     r     r
aftersales.parcel             rwc   rw    rwcu  r     rwc   r
aftersales.parcel.line        rwcu  rw    rwcu  r     rwcu  r
aftersales.parcel.receipt     r     r     r     r     r     r
aftersales.walk               -     r     r     -     r     r
aftersales.walk.box           -     r     r     -     r     r
aftersales.old.part.notice    r     r     rwcu  r     r     r
aftersales.part.statement     r     r     rwcu  r     r     r
aftersales.part.statement.line  r     r     rwcu  r     r     r
aftersales.part.plan          r     r     rwcu  r     rwcu  r
aftersales.part.plan.line     r     r     rwcu  r     rwcu  r
aftersales.device.file        r     rwcu  r     r     rwcu  r
aftersales.inspection         r     rwc   r     r     rwc   r
aftersales.inspection.party   r     r     r     r     r     r
aftersales.inspection.measure  r     rwc   r     r     rwc   r
aftersales.process.step       r     r     r     r     rwcu  r
aftersales.return.contact     r     rc    r     r     rc    r
aftersales.return.damage      r     rwcu  rwcu  r     rwcu  r
aftersales.advance            r     rwc   r     r     rwc   r
aftersales.loan               r     rwc   rw    r     rwc   r
aftersales.walk.round         r     rwc   rwc   r     rwc   r
aftersales.duty               rw    rw    rw    rw    rw    r
aftersales.collection         r     r     r     r     r     r
aftersales.handin             r     r     r     rw    r     r
aftersales.settlement.policy  -     -     -     rwcu  rwcu  r
aftersales.settlement.term    -     -     -     rwcu  rwcu  r
aftersales.settlement.term.line  -     -     -     rwcu  rwcu  r
aftersales.settlement.term.split  -     -     -     rwcu  rwcu  r
aftersales.settlement         r     -     -     rwu   r     r
aftersales.settlement.line    -     -     -     rwu   r     r
aftersales.monthly.agreement  -     r     -     rwcu  rwcu  r
aftersales.monthly.statement  -     -     -     rwu   r     r
aftersales.monthly.line       -     -     -     rwu   r     r
aftersales.company.rule       -     -     -     rwcu  rwcu  r
aftersales.company.charge     -     -     -     rw    r     r
aftersales.company.charge.line  -     -     -     r     r     r
aftersales.chargeback.agreement  -  r     -     rwcu  rwcu  r
aftersales.chargeback         -     rwcu  -     r     rwcu  r
aftersales.chargeback.line    -     rwcu  -     r     rwcu  r
aftersales.owed.rate          -     -     -     rwcu  rwcu  r
aftersales.owed.work          -     -     -     r     r     r
aftersales.owed.extra         -     -     -     rc    r     r
aftersales.closing.paper      rc    rwcu  r     r     rwcu  r
aftersales.mail               -     rw    -     -     rw    r
aftersales.travel.rule        r     r     r     rwcu  rwcu  r
aftersales.travel.claim       rwcu  rwcu  -     rw    rwcu  r
aftersales.travel.line        rwcu  rwcu  -     rw    rwcu  r
aftersales.travel.money       r     r     -     r     r     r
aftersales.letter             -     r     -     r     r     r
aftersales.period             -     -     -     rwc   r     r
aftersales.period.event       -     -     -     r     r     r
aftersales.period.exception   -     -     -     rw    r     r
aftersales.period.late        -     -     -     r     r     r
aftersales.dunning.level      -     -     -     rwcu  r     r
aftersales.dunning            -     -     -     rw    r     r
aftersales.dunning.line       -     -     -     r     r     r
aftersales.voucher.layout     -     -     -     rwcu  r     r
aftersales.voucher.column     -     -     -     rwcu  r     r
aftersales.voucher.code       -     -     -     rwcu  r     r
aftersales.voucher.file       -     -     -     rwcu  r     r
aftersales.voucher.entry      -     -     -     r     r     r
aftersales.fapiao             -     -     -     rwcu  r     r
aftersales.fapiao.link        -     -     -     rwcu  r     r
aftersales.fapiao.red         -     -     -     rwcu  r     r
aftersales.bank.file          -     -     -     rwcu  r     r
aftersales.bank.column        -     -     -     rw    r     r
aftersales.bank.row           -     -     -     r     r     r
aftersales.bank.heading       -     -     -     rwcu  r     r
aftersales.reconcile.line     -     -     -     rw    rw    r
aftersales.reconcile.event    -     -     -     r     r     r
aftersales.reconcile.rule     -     -     -     rw    rw    r
aftersales.reconcile.reason   -     -     -     rwc   rwc   r
aftersales.reconcile.mark     -     -     -     -     -     r
aftersales.reconcile.day      -     -     -     r     r     r
aftersales.fee.finding        -     r     -     r     r     r
aftersales.bank.proposal      -     -     -     r     r     r
aftersales.bank.proposal.item  -     -     -     r     r     r
aftersales.bank.event         -     -     -     r     r     r
aftersales.fingerprint        -     -     -     -     -     r
aftersales.claim.key          -     -     -     -     -     r
aftersales.dealer.agreement   -     r     -     rwcu  rwcu  r
aftersales.activation         -     rw    -     r     rw    r
aftersales.activation.finding -     r     -     r     r     r
aftersales.dealer.claim       -     r     -     rw    r     r
aftersales.dealer.claim.line  -     r     -     rw    r     r
aftersales.treasury.item      -     -     -     r     r     r
aftersales.reserve            -     -     -     rwcu  rw    r
aftersales.reserve.line       -     -     -     r     r     r
aftersales.reserve.cell       -     -     -     r     r     r
"""
# Columns of the table, in this order; - is nothing at all.
ROLES = ("technician", "dispatcher", "warehouse", "finance", "manager", "auditor")
MATRIX = {
    row.split()[0]: dict(
        zip(ROLES, (cell.strip("-") for cell in row.split()[1:]), strict=True)
    )
    for row in TABLE.strip().splitlines()
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
        self.assertEqual(other.aftersales_warranty_location_id.usage, "aftersales_use")
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
