class Thor::Group
  #         ^ class Group in Thor exported
  class << self
    def build(*args) = new(*args)
    #   ^ method build in Thor.Group exported
  end

  def self.start(given = ARGV)
    #      ^ method start in Thor.Group exported
    build(given)
  end

  alias run start
  #     ^ method run in Thor.Group exported
  alias_method :go, :run
  #            ^ method go in Thor.Group exported
  define_method(:stop) { nil }
  #             ^ method stop in Thor.Group exported
end
