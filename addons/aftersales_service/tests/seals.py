import base64
import csv
import io


class Seals:
    """What somebody with the database's password does, and how it is found out."""

    def change(self, table, record, **values):
        self.env.flush_all()
        for name, value in values.items():
            self.env.cr.execute(
                f'UPDATE "{table}" SET "{name}" = %s WHERE id = %s',
                (value, record.id),
            )
        self.env.invalidate_all()

    def rename(self, product, lang, name):
        """Another name in one language of two."""
        for code in ("en_US", "zh_CN"):
            self.env["res.lang"]._activate_lang(code)
        product.with_context(lang=lang).name = name
        self.env.invalidate_all()

    def check(self, user=None, earlier=None):
        window = self.env["document.seal.check"].with_user(user or self.inspector)
        window = window.create({"earlier": earlier})
        window.action_check()
        return window

    def heads(self, window):
        """{(model, id): row} of the export."""
        text = base64.b64decode(window.file).decode("utf-8-sig")
        rows = csv.DictReader(io.StringIO(text))
        return {(row["model"], int(row["id"])): row for row in rows}

    def render(self, report, record):
        """The paper as it is printed, without its pages."""
        name = f"aftersales_service.report_{report}"
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(name, record.ids)
        return html.decode()

    def check_papers(self, record, reports, differs):
        """All papers of ``record`` say so, or none."""
        for report in reports:
            paper = self.render(report, record)
            self.assertEqual("Differs from what was signed" in paper, differs, report)
