"""The origin on a job is the one it was decided by (S-41): it stood beside it before."""


def migrate(cr, version):
    cr.execute(
        """
        UPDATE aftersales_order job
           SET origin = NULLIF(last.facts ->> 'origin', 'unregistered')
          FROM (
                SELECT DISTINCT ON (order_id) order_id, facts
                  FROM aftersales_decision
                 WHERE order_id IS NOT NULL AND facts IS NOT NULL
              ORDER BY order_id, id DESC
               ) last
         WHERE last.order_id = job.id
           AND job.origin IS DISTINCT FROM NULLIF(last.facts ->> 'origin', 'unregistered')
        """
    )
