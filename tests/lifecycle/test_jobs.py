"""Every scheduled job of ours on the demo company: today, tomorrow, and long after."""

import json
import subprocess

from workshop import database as databases

# Runs in an odoo shell. The jobs run as the scheduler runs them: on a cursor of their own,
# with a commit behind each batch.
PROGRAM = """
import json, logging
from datetime import timedelta
from odoo import fields
from odoo.tests import freeze_time

heard = []
class Ear(logging.Handler):
    def emit(self, record):
        heard.append(f"{record.name}: {record.getMessage()}")
logging.getLogger().addHandler(Ear(logging.WARNING))

ours = env["ir.model.data"].search([("model", "=", "ir.cron"), ("module", "like", "aftersales%")])
jobs = env["ir.cron"].browse(ours.mapped("res_id"))
env["aftersales.icp.service"].search([]).is_watched = False  # no page is fetched from here
env.cr.commit()
start = fields.Datetime.now()

def unwarned():
    # deadlines whose step passed and whose document carries no task of it
    now = fields.Datetime.now()
    clocks = env["aftersales.sla.clock"].search(
        [("stopped_at", "=", False), ("cancelled_at", "=", False), ("paused_at", "=", False)])
    plans = clocks._get_plans()
    late = clocks.filtered(lambda c: any(m <= now for m in plans[c].moments))
    tasks = env["mail.activity"].with_context(active_test=False).search([])
    told = {(t.res_model, t.res_id, t.summary.split("“")[1].split("”")[0]) for t in tasks if "“" in (t.summary or "")}
    missing = late.filtered(lambda c: c.next_warning_at and c.next_warning_at <= now
        or (c.res_model, c.res_id, c.name) not in told)
    return len(late), [f"{c.code} {c.res_model} {c.res_id}" for c in missing]

answer = []
for days in (0, 1, 3, 10, 40):
    with freeze_time(start + timedelta(days=days, minutes=7)):
        for job in jobs:
            job.method_direct_trigger()
            env.cr.commit()  # the next look sees what the job committed
        env.invalidate_all()
        today = fields.Date.context_today(env["aftersales.order"].with_context(tz="Asia/Shanghai"))
        count = lambda model, domain: env[model].search_count(domain)
        answer.append({
            "days": days,
            "heard": list(heard),
            "aside": env["ir.cron.fault"].search([]).mapped("message"),
            "late": unwarned()[0],
            "unwarned": unwarned()[1],
            "unasked_loans": count("aftersales.loan", [("state", "=", "out"), ("next_chase_at", "<=", fields.Datetime.now())]),
            "silent_filings": count("aftersales.icp.obligation", [("state", "=", "open"), ("next_reminder", "<=", today)]),
            "sheets_with_task": count("aftersales.register.day", [("activity_ids", "!=", False)]),
            "sheets": count("aftersales.register.day", []),
            "duties": count("aftersales.duty", [("date_from", "<=", today), ("date_to", ">=", today)]),
            "inactive": jobs.filtered(lambda j: not j.active).mapped("name"),
            "untasked_filings": count("aftersales.icp.obligation",
                [("state", "=", "open"), ("due_on", "<", today), ("activity_ids", "=", False)]),
        })
print("ANSWER", json.dumps(answer))
"""


def test_every_job_on_the_demo_company(odoo, ours, database):
    name = database(ours, "jobs")
    story = "\n".join(program.read_text() for program in databases.DEMO_PROGRAMS)
    databases.run_program(odoo, name, story)
    done = odoo.shell(name, PROGRAM, stdout=subprocess.PIPE)
    assert done.returncode == 0
    [line] = [t for t in done.stdout.splitlines() if t.startswith("ANSWER ")]
    runs = json.loads(line.removeprefix("ANSWER "))
    assert [run["days"] for run in runs] == [0, 1, 3, 10, 40]
    for run in runs:
        assert run["heard"] == [], run
        assert run["aside"] == [] and run["inactive"] == [], run
        assert run["unwarned"] == [], run
        assert run["unasked_loans"] == run["silent_filings"] == 0, run
        assert run["untasked_filings"] == 0, run
    # the demo company has what the jobs are about, so nothing above is empty by chance
    assert runs[0]["sheets"] > 0 and runs[1]["late"] > 0, runs
    assert runs[2]["sheets_with_task"] > 0, "the register of the first day was not sent"
    assert any(run["duties"] for run in runs), "one of the five days is a working day"
