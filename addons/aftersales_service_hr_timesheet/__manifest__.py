{
    "name": "After-Sales Service: Timesheets",
    "summary": "Hours of visits as timesheets, hourly cost from the employee",
    "version": "19.0.1.0.0",
    "license": "LGPL-3",
    "author": "After-Sales Suite contributors",
    "category": "Services/After-Sales",
    "depends": ["aftersales_service", "hr_timesheet"],
    "data": ["views/res_config_settings_views.xml"],
    "auto_install": True,
}
