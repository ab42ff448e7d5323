LIMIT = 30
# <- variable LIMIT exported
_cache: dict = {}
# <- variable _cache
if True:
    late = 1
