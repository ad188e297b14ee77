answer-none = The council data do not have this.
