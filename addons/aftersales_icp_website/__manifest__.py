{
    "name": "ICP Filing Register: Website Footer",
    "summary": "Filing numbers in the footer of every page, by host",
    "version": "19.0.1.0.0",
    "license": "LGPL-3",
    "author": "After-Sales Suite contributors",
    "category": "Services/After-Sales",
    "depends": ["aftersales_icp", "website"],
    "data": ["views/website_templates.xml", "views/res_config_settings_views.xml"],
    "auto_install": True,
}
