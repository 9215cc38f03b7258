from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ..common import AfterSalesCommon


class TestPartLedger(AfterSalesCommon):
    """Issued = used + returned + with the technician, whatever people do (P-04)."""

    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.integers(1, 6), st.integers(0, 8), st.integers(0, 8), st.booleans())
    def test_balance(self, requested, in_stock, wished, brings_back):
        with self.env.cr.savepoint() as savepoint:
            self.check_balance(requested, in_stock, wished, brings_back)
            savepoint.rollback()
        self.env.invalidate_all()

    def check_balance(self, requested, in_stock, wished, brings_back):
        part = self.make_part("配件", 10, 4, stock=in_stock)
        visit = self.make_visit(self.make_order(service_type="c"))
        requisition = self.make_requisition(visit, (part, requested))
        line = requisition.line_ids
        if in_stock:
            self.issue(requisition)
        self.assertEqual(line.issued_quantity, min(requested, in_stock))
        used = min(wished, line.issued_quantity)
        self.go_to_work(visit)
        self.finish(visit, used={line: used})
        if brings_back and line.held_quantity:
            requisition.action_return_unused()
            requisition.with_user(self.keeper).action_receive_return()
        balance = line.used_quantity + line.returned_quantity + line.held_quantity
        self.assertEqual(line.issued_quantity, balance)
        self.env.invalidate_all()
        self.assertEqual(part.qty_available, in_stock - used - line.held_quantity)
        van = self.env["stock.quant"]._get_available_quantity(part, self.li.location_id)
        self.assertEqual(van, line.held_quantity)
