from . import coverage, device, product_template
