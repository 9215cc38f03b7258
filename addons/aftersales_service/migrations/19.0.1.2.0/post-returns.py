# What inspections called the same as service orders, in words of their own.
VOCABULARY = {"sales": "service", "logistics": "carrier", "undetermined": "unknown"}


def migrate(cr, version):
    """Inspections and service orders name who answers for a fault by the same words, and
    a receipt that nobody was handed is none that must be taken back."""
    for old, new in VOCABULARY.items():
        cr.execute(
            "UPDATE aftersales_inspection SET responsibility = %s WHERE responsibility = %s",
            (new, old),
        )
    cr.execute("""
        UPDATE aftersales_custody custody SET receipt_state = 'none'
        FROM aftersales_return record
        WHERE record.id = custody.return_id
          AND custody.receipt_state = 'open'
          AND custody.state NOT IN ('given_back', 'left', 'filed')
          AND (record.source = 'parcel' OR record.source IN ('portal', 'dealer')
               AND COALESCE(record.carrier, record.tracking_ref, '') <> '')
    """)
