from odoo.tests import TransactionCase, tagged

from odoo.addons.aftersales_service.models.base.beside import STAFF

OURS = ("aftersales_", "resource_calendar_makeup")
ICP = "aftersales_icp.aftersales_icp_group_"
# Links that travel with what core copies and splits in the name of anybody (stock moves,
# transfers, products), or that core reads when an accountant posts, so a group on them would
# stop him. Only their ids are copied and compared.
TRAVELS = {
    "account.move.line.aftersales_disposition_id",
    "product.template.aftersales_brand_id",
    "product.template.icp_class_id",
    "stock.move.aftersales_advance_id",
    "stock.move.aftersales_disposition_id",
    "stock.move.aftersales_old_part_id",
    "stock.move.aftersales_parcel_line_id",
    "stock.move.aftersales_requisition_line_id",
    "stock.move.aftersales_return_line_id",
    "stock.move.line.aftersales_return_line_id",
    "stock.picking.aftersales_requisition_id",
    "stock.picking.aftersales_return_id",
    "website.icp_service_id",
}
# Computed from working hours, which every employee may read.
OPEN = {"resource.calendar.makeup_hours_missing"}


@tagged("post_install", "-at_install")
class TestBesideContract(TransactionCase):
    """No field of ours on a model of another add-on stops a user without a role."""

    def our_fields(self):
        """(path, field) of every field of ours on a model that is not ours."""
        for name, model in self.env.items():
            if model._abstract or model._transient or self.is_ours(model):
                continue
            for field in model._fields.values():
                modules = field._modules
                if modules and modules[0].startswith(OURS) and not field.inherited:
                    yield f"{name}.{field.name}", field

    @staticmethod
    def is_ours(model):
        return (model._original_module or "").startswith(OURS)

    def get_trip(self, field):
        """Why a user without roles could trip over ``field``, or None."""
        if field.groups:
            return self.get_trip_of_groups(field)
        if field.compute and not field.store and not field.compute_sudo:
            return "computed with the rights of whoever reads it"
        if not field.relational:
            return None
        if field.type != "many2one":
            return "copy and onchange read the records behind it"
        if self.is_ours(self.env[field.comodel_name]) and not self.is_open(field):
            return "points to records that only staff may read"
        return None

    def get_trip_of_groups(self, field):
        groups = field.groups.split(",")
        if any(
            g not in (STAFF, "base.group_system")
            and not g.startswith((f"{STAFF[:40]}", ICP))
            for g in groups
        ):
            return "is open to groups that are not ours"
        if field.copy:
            return "copy reads it and has no right to"
        if field.default:
            return "a record that inherits its model is created with it"
        return None

    def is_open(self, field):
        """Whether every employee may read what ``field`` points to."""
        rows = self.env["ir.model.access"].search(
            [
                ("model_id.model", "=", field.comodel_name),
                ("perm_read", "=", True),
                ("group_id", "=", self.env.ref("base.group_user").id),
            ]
        )
        return bool(rows)

    def test_nobody_trips_over_a_field_of_ours(self):
        trips = {
            path: trip
            for path, field in self.our_fields()
            if (trip := self.get_trip(field))
        }
        for path in (TRAVELS | OPEN) & set(trips):
            del trips[path]
        self.assertEqual(trips, {})

    def test_what_travels_with_core_is_still_there(self):
        """The list above names nothing that is gone or harmless meanwhile."""
        fields = dict(self.our_fields())
        for path in TRAVELS | OPEN:
            if path.rpartition(".")[0] in self.env:
                self.assertTrue(self.get_trip(fields[path]), path)

    def test_lists_of_fields_offer_ours_to_staff_only(self):
        clerk = self.env["res.users"].create({"name": "c", "login": "beside_clerk"})
        staff = self.env["res.users"].create({"name": "s", "login": "beside_staff"})
        staff.group_ids |= self.env.ref(STAFF)
        for name in (
            "product.template",
            "product.product",
            "stock.move",
            "res.company",
        ):
            model = self.env[name]
            mine = [
                n
                for n in model.with_user(clerk).fields_get()
                if n.startswith("aftersales_")
            ]
            theirs = [
                n
                for n in model.with_user(staff).fields_get()
                if n.startswith("aftersales_")
            ]
            self.assertFalse(mine, name)
            self.assertTrue(theirs, name)

    def test_who_names_a_field_gets_it(self):
        """A view that a customer made with a field of ours keeps working."""
        clerk = self.env["res.users"].create({"name": "c", "login": "beside_clerk"})
        product = self.env["product.template"].with_user(clerk)
        known = product.fields_get(["aftersales_is_device"])
        self.assertIn("aftersales_is_device", known)
