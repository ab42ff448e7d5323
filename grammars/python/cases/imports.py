import os.path
# ^ import os.path
from . import sibling
# ^ import .
from ..parent import thing as other
# ^ import ..parent
from star import *
# ^ import star
