"""A requisition belongs to its job, no longer to a visit alone. The job was copied from the
visit; where the copy is missing it is read once more, before the column becomes required."""


def migrate(cr, version):
    cr.execute(
        """
        UPDATE aftersales_requisition requisition SET order_id = visit.order_id
          FROM aftersales_visit visit
         WHERE visit.id = requisition.visit_id
           AND requisition.order_id IS DISTINCT FROM visit.order_id
        """
    )
