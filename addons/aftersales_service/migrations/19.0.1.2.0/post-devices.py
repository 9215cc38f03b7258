"""Rights of the 90 and 30 days get their own days; nobody has "seen" a warranty card that
no screen could show; jobs that keep a warranty standing still know since when."""


def migrate(cr, version):
    for code, days in (("90d", 90), ("30d", 30)):
        cr.execute(
            """UPDATE aftersales_statutory_rule SET days = %s
                WHERE code = %s AND COALESCE(days, 0) = 0""",
            [days, code],
        )
    cr.execute("UPDATE aftersales_device SET has_warranty_card = FALSE")
    cr.execute(
        """UPDATE aftersales_order job SET repair_began_on = event.day
             FROM aftersales_coverage coverage
             JOIN aftersales_coverage_event event
                  ON event.coverage_id = coverage.id
                 AND event.kind = 'suspended'
                 AND event.day = coverage.suspended_on
            WHERE coverage.suspended_on IS NOT NULL
              AND coverage.device_id = job.device_id
              AND event.reason = job.name
              AND job.state NOT IN ('signed', 'closed', 'filed', 'cancelled')"""
    )
