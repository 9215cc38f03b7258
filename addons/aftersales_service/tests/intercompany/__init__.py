from . import test_company_charge
