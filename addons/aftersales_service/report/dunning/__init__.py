from . import dunning_paper
