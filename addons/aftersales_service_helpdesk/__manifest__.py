{
    "name": "After-Sales Service: Helpdesk",
    "summary": "Tickets know the device, who pays, and their service order",
    "version": "19.0.1.0.0",
    "license": "AGPL-3",
    "author": "After-Sales Suite contributors",
    "category": "Services/After-Sales",
    "depends": ["aftersales_service", "helpdesk_mgmt"],
    "data": [
        "security/ir_model_access.xml",
        "views/helpdesk_ticket_views.xml",
        "views/aftersales_order_views.xml",
        "views/portal_templates.xml",
    ],
    "auto_install": True,
}
