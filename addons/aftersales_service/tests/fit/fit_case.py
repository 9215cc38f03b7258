from ..common import AfterSalesCommon


class FitCommon(AfterSalesCommon):
    """Three bearings, one after the other, and a machine with a serial number."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.old, cls.mid, cls.new = (
            cls.make_part(f"轴承{name}", 30, 12, default_code=f"FIT-{name}")
            for name in "ABC"
        )
        cls.device = cls.make_device("YJ2105-99")

    @classmethod
    def replace(cls, old, new, **vals):
        return cls.env["aftersales.part.supersession"].create(
            {"product_id": old.id, "successor_id": new.id, "use_up": False} | vals
        )

    @classmethod
    def fit(cls, part, first=False, last=False, **vals):
        return cls.env["aftersales.part.fit"].create(
            {
                "product_id": part.id,
                "machine_tmpl_id": cls.machine.product_tmpl_id.id,
                "serial_from": first,
                "serial_to": last,
            }
            | vals
        )

    def ask(self, part, device=None, day=None):
        return part._aftersales_fits(self.device if device is None else device, day)[
            part
        ]
