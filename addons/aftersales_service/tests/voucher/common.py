"""Invoices of jobs and the workbooks that are made of them, read back."""

import base64
import io
from datetime import timedelta

import openpyxl

from ..fees.test_movements import MovementCommon


class VoucherCommon(MovementCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.write({"ref": "KH001", "vat": "91370100MA3C5P8X1R"})
        first = cls.env.company._aftersales_today().replace(day=1)
        cls.month = (first - timedelta(days=1)).replace(day=1)

    def layout(self, name):
        return self.env.ref(f"aftersales_service.voucher_layout_{name}")

    def make_bill(self, price=100):
        self.make_fee(price, taxes=self.vat)
        invoice = self.quote()._create_invoices()
        invoice.write({"invoice_date": self.month, "date": self.month})
        invoice.action_post()
        return invoice

    def make_codes(self, *invoices, **vals):
        for account in self.env["account.move"].union(*invoices).line_ids.account_id:
            self.env["aftersales.voucher.code"].create(
                {"account_id": account.id, "code": f"T{account.code}"} | vals
            )

    def make_file(self, layout="kingdee", **vals):
        return (
            self.env["aftersales.voucher.file"]
            .with_user(self.accountant)
            .create({"layout_id": self.layout(layout).id, "month": self.month} | vals)
        )

    def read(self, file, sheet=0, row=1):
        """[{heading: value}] of a sheet."""
        data = io.BytesIO(base64.b64decode(file.workbook))
        rows = list(openpyxl.load_workbook(data).worksheets[sheet].values)[row - 1 :]
        return [dict(zip(rows[0], values, strict=True)) for values in rows[1:]]
