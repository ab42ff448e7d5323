def budget_for(speed):
    # <- function budget_for exported
    def inner():
        #<- function inner in budget_for exported
        return speed
    return inner


async def _hidden():
    #     ^ function _hidden
    pass


@cached
def decorated():
    # <- function decorated exported
    pass
