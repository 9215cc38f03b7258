from odoo import api, models

from ...exceptions import ProofMissing


class GradeCertificate(models.AbstractModel):
    """技术员等级证书: the grade and the assessment it rests on (O-31, O-32)."""

    _name = "report.aftersales_service.report_grade_certificate"
    _inherit = ["aftersales.paper"]
    _description = "Technician Grade Certificate"

    _record_model = "aftersales.technician"

    @api.model
    def _get_report_values(self, docids, data=None):
        """No certificate without an assessment.

        :raises ProofMissing: naming who was not assessed
        """
        values = super()._get_report_values(docids, data)
        if not values["blank"]:
            self._check_assessed(values["docs"])
        return values

    def _check_assessed(self, technicians):
        missing = technicians.filtered(lambda t: not self._get_assessment(t))
        if missing:
            raise ProofMissing(
                self.env._(
                    "No grade assessment was passed by %s. The service director records it under “Trainings and Examinations” first.",
                    ", ".join(missing.mapped("name")),
                )
            )

    def _get_assessment(self, technician):
        """The last grade assessment that was passed."""
        passed = technician.training_ids.filtered(
            lambda t: t.kind == "grade" and t.result == "passed"
        )
        return passed.sorted(lambda t: (t.date, t.id))[-1:]

    def _get_number(self, record):
        return self._get_assessment(record).certificate

    def _get_authority_words(self, technician):
        """What the grade may be sent to; nothing where it is not limited."""
        found = technician._get_authorities()
        limit = found.get((technician.company_id.id, technician.grade))
        if not limit:
            return ""
        words = []
        if limit.max_severity:
            severity = self._label(limit, "max_severity")
            words.append(self.env._("up to severity “%s”", severity))
        if limit.fee_limit:
            amount = limit.currency_id.format(limit.fee_limit)
            words.append(self.env._("up to a fee of %s", amount))
        return "、".join(words)


class TrainingRecord(models.AbstractModel):
    """培训考核记录: every training and examination of a technician (O-33, O-34)."""

    _name = "report.aftersales_service.report_training_record"
    _inherit = ["aftersales.paper"]
    _description = "Training and Examination Record"

    _record_model = "aftersales.technician"
    _lines = "training_ids"

    def _get_number(self, record):
        return record.code
