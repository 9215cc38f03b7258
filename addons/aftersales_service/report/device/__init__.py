from . import device_papers
