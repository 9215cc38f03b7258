def migrate(cr, version):
    """No job so far was internal work: its hours begin empty, nothing has to be summed."""
    cr.execute(
        "ALTER TABLE aftersales_order ADD COLUMN IF NOT EXISTS internal_hours_total double precision"
    )
