from ...exceptions import GroupRefused, MoveRefused, ProtectedRefused
from ..common import AfterSalesCommon


class TestFlowGuard(AfterSalesCommon):
    def test_state_is_not_typed_in(self):
        order = self.make_order()
        with self.assertRaises(ProtectedRefused):
            order.state = "closed"

    def test_record_is_not_born_in_a_later_state(self):
        with self.assertRaises(ProtectedRefused):
            self.make_order(state="signed")

    def test_context_over_rpc_does_not_open_the_guard(self):
        order = self.make_order().with_context(document_flow=["aftersales.order"])
        with self.assertRaises(ProtectedRefused):
            order.write({"state": "closed"})

    def test_a_record_without_a_number_is_called_nothing(self):
        """The breadcrumb says “New” then, and no slash."""
        for model in self.env.values():
            if getattr(model, "_number_code", None) and not model._abstract:
                self.assertFalse(model.new({}).display_name, model._name)
        order = self.make_order()
        self.assertEqual(order.display_name, order.name)

    def test_forbidden_move_names_both_states(self):
        order = self.make_order()
        with self.assertRaisesRegex(MoveRefused, "Registered.*Filed"):
            order.action_file()

    def test_stamps_are_not_typed_in(self):
        visit = self.make_visit(self.make_order())
        with self.assertRaises(ProtectedRefused):
            visit.arrived_at = "2026-01-01 08:00:00"

    def test_step_of_another_group_names_the_group(self):
        requisition = self.make_requisition(self.make_visit(self.make_order()))
        with self.assertRaisesRegex(GroupRefused, "Warehouse Keeper"):
            requisition.action_issue()

    def test_transitions_and_states_agree(self):
        for model in self.env.values():
            if (
                model._abstract
                or not hasattr(model, "_transitions")
                or not model._transitions
            ):
                continue
            states = dict(model._fields["state"].selection)
            self.assertEqual(set(model._transitions), set(states), model._name)
            for targets in model._transitions.values():
                self.assertLessEqual(set(targets), set(states), model._name)
