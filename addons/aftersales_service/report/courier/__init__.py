from . import parcel_paper
