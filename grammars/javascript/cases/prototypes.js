var app = module.exports = {};
//  ^ variable app exported

app.init = function init() {
  // <- method init in app
  this.settings = function () {};
  //   ^ function settings in app.init
};
app.use = (fn) => app.init(fn);
//  ^ method use in app

function Route(path) {
  //     ^ function Route
  this.path = path;
  //   ^ field path
}
Route.prototype.dispatch = function dispatch(req) {
  //            ^ method dispatch in Route
  return req;
};
app.Route = Route;
