{
    "name": "Working Schedules with Make-up Days",
    "summary": "Public holidays and make-up working days (调休) in working schedules",
    "version": "19.0.1.0.0",
    "license": "LGPL-3",
    "author": "After-Sales Suite contributors",
    "category": "Productivity/Calendar",
    "depends": ["resource"],
    "data": [
        "security/ir.model.access.csv",
        "security/resource_makeup_rules.xml",
        "data/calendar_china.xml",
        "wizard/resource_makeup_load_views.xml",
        "views/resource_makeup_table_views.xml",
        "views/resource_makeup_day_views.xml",
        "views/resource_calendar_views.xml",
        "views/resource_calendar_makeup_menus.xml",
    ],
}
