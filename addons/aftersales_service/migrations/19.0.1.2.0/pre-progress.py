"""How far a share is, is called its progress; views say so before they are read again."""


def migrate(cr, version):
    cr.execute(
        r"""
        UPDATE ir_ui_view
           SET arch_db = regexp_replace(
                   arch_db::text, '\ysettlement\y', 'progress', 'g')::jsonb
         WHERE model IN ('aftersales.fee.share', 'aftersales.fee', 'aftersales.order')
           AND arch_db::text ~ 'name=\\"settlement\\"'
        """
    )
