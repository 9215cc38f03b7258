from .common import HEADINGS, RegisterCase, make_book


class TestImportMakers(RegisterCase):
    """The same serial number of two makers' products."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        brands = cls.env["aftersales.brand"].create(
            [{"name": "齐鲁"}, {"name": "泰山"}]
        )
        cls.machine.aftersales_brand_id = brands[0]
        vals = {"name": "水泵", "default_code": "TS-1", "tracking": "serial"}
        cls.other = cls.env["product.product"].create(
            vals | {"is_storable": True, "aftersales_brand_id": brands[1].id}
        )

    def test_two_brands_may_have_one_serial(self):
        rows = [self.make_row("00123"), self.make_row("00123", product="TS-1")]
        self.assertEqual(self.read(*rows).created_count, 2)
        self.assertEqual(len(self.get_device("00123")), 2)
        again = self.read(*reversed(rows))
        self.assertEqual((again.present_count, again.error_count), (2, 0))

    def test_device_that_is_there_already_is_another_makers(self):
        self.make_device("00124")
        record = self.read(self.make_row("00124", product="TS-1"))
        self.assertEqual((record.created_count, record.error_count), (1, 0))

    def test_one_makers_second_row_is_a_slip(self):
        for brand in (self.machine.aftersales_brand_id, self.env["aftersales.brand"]):
            self.other.aftersales_brand_id = brand
            record = self.read(
                self.make_row("00125"), self.make_row("00125", product="TS-1")
            )
            self.assertEqual(self.get_faults(record), [[], ["serial_twice"]])

    def test_column_tells_the_maker(self):
        self.other.aftersales_brand_id = False
        data = make_book(
            [
                [*HEADINGS, "生产厂家"],
                [*self.make_row("00126"), "齐鲁电机厂"],
                [*self.make_row("00126", product="TS-1"), "泰山电机厂"],
                [*self.make_row("00126", product="TS-1"), "第三厂"],
            ]
        )
        record = self.make_import(data)
        record.action_import()
        self.assertEqual(self.get_faults(record), [[], [], ["serial_twice"]])
