def migrate(cr, version):
    """Of several open questions of one kind about one document only the first stays: the
    index that now allows only one could not be made otherwise."""
    cr.execute(
        """
        UPDATE aftersales_approval AS later
           SET state = 'withdrawn'
          FROM aftersales_approval AS first
         WHERE later.state = 'waiting'
           AND first.state = 'waiting'
           AND (first.res_model, first.res_id, first.kind)
             = (later.res_model, later.res_id, later.kind)
           AND first.id < later.id
        """
    )
