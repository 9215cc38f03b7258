def migrate(cr, version):
    """No fee so far was audited: nothing has to be computed for each of them."""
    cr.execute("SELECT to_regclass('aftersales_fee')")
    if cr.fetchone()[0]:
        cr.execute(
            "ALTER TABLE aftersales_fee ADD COLUMN IF NOT EXISTS audit_state varchar DEFAULT 'open'"
        )
        cr.execute("ALTER TABLE aftersales_fee ALTER COLUMN audit_state DROP DEFAULT")
