class Session(Base):
    # ^ class Session exported
    limit: int = 3
    # <- field limit in Session exported

    def open(self):
        # <- method open in Session exported
        pass

    class Inner:
        # ^ class Inner in Session exported
        pass
