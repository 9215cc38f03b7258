"""“At once” is late after so many minutes of the policy. Policies that are in force already
named none, which nobody could keep; they get 15, and their directors change it. New ones are
asked for it before they are approved."""


def migrate(cr, version):
    cr.execute(
        """
        UPDATE aftersales_sla_version version SET grace_minutes = 15
         WHERE COALESCE(grace_minutes, 0) = 0 AND state != 'draft'
           AND EXISTS (
               SELECT FROM aftersales_sla_policy policy
                WHERE policy.id = version.policy_id AND policy.is_template IS NOT TRUE
           ) AND EXISTS (
               SELECT FROM aftersales_sla_rule rule
                WHERE rule.version_id = version.id AND rule.unit = 'at_once'
                  AND rule.direction = 'after' AND COALESCE(rule.amount, 0) = 0
           )
        """
    )
